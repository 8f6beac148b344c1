"""Which part of a Global Fund grant an indicator speaks to."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = "mappings.toml"


@dataclass(frozen=True, slots=True)
class GrantModule:
    """A module of the Modular Framework, and the forms and indicators it covers (empty: all)."""

    name: str
    intervention: str
    forms: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    def covers(self, form_id: str, indicator: str) -> bool:
        return (not self.forms or form_id in self.forms) and (
            not self.indicators or indicator in self.indicators
        )


def read_mappings(folder: Path) -> list[GrantModule]:
    """The modules named in the library `folder`, none where it has no such file. Raises
    `tomllib.TOMLDecodeError` and KeyError for a file that is not as it should be.
    """
    path = folder / FILE
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return [
        GrantModule(
            table["name"],
            table["intervention"],
            tuple(table.get("forms", ())),
            tuple(table.get("indicators", ())),
        )
        for table in tables.get("module", [])
    ]
