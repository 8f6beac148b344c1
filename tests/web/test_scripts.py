"""Scripts and styles as they are served: shorter, and the same."""

import re
from pathlib import Path

import pytest

from cmm.web.assets import STATIC, find_asset, inline_styles
from cmm.web.scripts import ModulesCollide, join_modules, shorten

OWN = sorted(path.name for path in (STATIC / "js").glob("*.js"))


def write(folder: Path, **modules: str) -> Path:
    (folder / "js").mkdir()
    for name, text in modules.items():
        (folder / "js" / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_a_module_comes_with_what_it_imports_once_and_in_order(tmp_path: Path) -> None:
    static = write(
        tmp_path,
        one='import { b } from "./two.js";\nimport { c } from "./three.js";\n\nb(c);\n',
        two='import { c } from "./three.js";\n\nexport const b = c;\n',
        three="export const c = 3;\n",
    )
    assert join_modules(static, "js/one.js").split("\n") == ["const c=3;", "const b=c;", "b(c);"]


def test_modules_with_a_name_in_common_are_refused(tmp_path: Path) -> None:
    static = write(
        tmp_path, one='import "./two.js";\n\nconst a = 1;\n', two="function a() {\n  const b = 1;\n}\n"
    )
    with pytest.raises(ModulesCollide, match=r"^a$"):
        join_modules(static, "js/one.js")


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("  // why", ""),
        ("const a = { b: 1 };", "const a={b:1};"),
        ('say("a , b", c);', 'say("a , b",c);'),
        ("say(`a , ${b}`, c);", "say(`a , ${b}`,c);"),
        ('const e = /[ ,]/.test(a) ? "x" : b;', 'const e = /[ ,]/.test(a) ? "x" : b;'),
        ("return -1 - -a;", "return -1 - -a;"),
        ("throw code;", "throw code;"),
    ],
)
def test_only_white_space_that_says_nothing_goes(line: str, short: str) -> None:
    assert shorten(line) == short


@pytest.mark.parametrize("name", OWN)
def test_our_modules_keep_to_what_the_shortener_can_read(name: str) -> None:
    """No template goes over several lines or stands inside another one."""
    for line in (STATIC / "js" / name).read_text(encoding="utf-8").splitlines():
        assert line.strip().startswith("//") or line.count("`") % 2 == 0, line
        assert not re.search(r"\$\{[^}`]*`", line), line


@pytest.mark.parametrize("name", OWN)
def test_no_import_is_left_in_what_is_served(name: str) -> None:
    served = find_asset(f"js/{name}")
    assert served
    assert not re.search(rb'(?:^|[;}\n])(?:import|export)[ {"]', served.content)


def test_styles_inside_a_page_are_allowed_by_their_hash_alone() -> None:
    styles = inline_styles("css/base.css", "css/survey.css")
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", styles.source)
    assert str(styles.element).startswith("<style>@layer tokens,elements,layout,components;")
    assert "/*" not in styles.element
