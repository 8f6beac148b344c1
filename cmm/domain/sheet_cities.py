"""The city of a row: a column says it, or it is the same for all rows."""

from collections.abc import Mapping

from cmm.domain.answer_columns import forgiven
from cmm.domain.answer_values import CellRefused, shown, shown_plainly
from cmm.domain.language import Translated


class CityFinder:
    """City codes by code or name in any language; a name that two cities have finds neither.

    `cities` maps codes to names; `only` is the code or name for all rows when no column says the city.
    """

    def __init__(self, cities: Mapping[str, Translated], only: str | None) -> None:
        self._cities, self._only = cities, only
        self._codes: dict[str, set[str]] = {}
        for code, names in cities.items():
            for text in (code, *names.values()):
                self._codes.setdefault(forgiven(text), set()).add(code)

    def check_only(self) -> CellRefused | None:
        """What is wrong with the one city for all rows; None when nothing is."""
        try:
            self.find(None)
        except CellRefused as error:
            return error
        return None

    def find(self, cell: str | None) -> str:
        """The code for a cell, or of the one city when there is no column (None). Raises CellRefused."""
        text = self._only if cell is None else cell
        if not text:
            raise CellRefused("the city is missing", "city_missing")
        if text in self._cities:
            return text
        codes = self._codes.get(forgiven(text), set())
        if len(codes) != 1:
            known = ", ".join(self._cities)
            message = f"{shown(text)} is no city of this round; its cities are {known}"
            raise CellRefused(message, "unknown_city", value=shown_plainly(text))
        return next(iter(codes))
