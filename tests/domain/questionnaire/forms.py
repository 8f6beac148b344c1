"""Where the questionnaires for tests lie, and small ones written on the spot."""

from pathlib import Path

ZOO = Path(__file__).resolve().parents[2] / "forms"
SURVEYS = Path(__file__).resolve().parents[3] / "surveys"
REFUSED = "refused-"


def loadable_forms() -> list[Path]:
    """Every questionnaire of the zoo and of the surveys folder that must load."""
    zoo = [path for path in sorted(ZOO.glob("*.md")) if not path.name.startswith(REFUSED)]
    return zoo + sorted(ZOO.glob("*/form.md")) + sorted(SURVEYS.glob("*/form.md"))


def form_name(path: Path) -> str:
    """A short name of a form for the report of a test."""
    return path.parent.name if path.stem == "form" else path.stem


def write_form(folder: Path, survey: str, choices: str = "", settings: str = "| | x | 1 |") -> Path:
    """A form.md from the rows of its tables, the header of each first (settings: form_id and version)."""
    tables = [("survey", survey), ("choices", choices), ("settings", f"| | form_id | version |\n{settings}")]
    text = "\n".join(f"| {name} |\n{rows.strip()}" for name, rows in tables if rows)
    path = folder / "form.md"
    path.write_text(text, encoding="utf-8")
    return path
