"""Imports go one way, and each door knows only what the design allows it."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

from tests.rules.checkout import ROOT

FOUNDATION = {
    "cmm.domain.language",
    "cmm.services.clock",
    "cmm.web.assets",
    "cmm.web.database",
    "cmm.web.errors",
    "cmm.web.i18n",
    "cmm.web.pages",
    "cmm.web.problems",
    "cmm.web.security",
    "cmm.web.shelf",
    "cmm.web.site",
}
MAY_IMPORT = {
    "cmm.web.collect": FOUNDATION
    | {
        "cmm.domain.answers",
        "cmm.domain.coupons",
        "cmm.domain.questionnaire",
        "cmm.services.field_passes",
        "cmm.services.open_survey",
        "cmm.services.submit_response",
        "cmm.web.paper",
    },
    "cmm.web.openrosa": FOUNDATION
    | {
        "cmm.domain.answers",
        "cmm.domain.questionnaire",
        "cmm.services.field_passes",
        "cmm.services.open_survey",
        "cmm.services.submit_collected",
        "cmm.services.submit_response",
        "cmm.web.limits",
    },
    "cmm.web.paper": FOUNDATION | {"cmm.domain.questionnaire"},
    "cmm.web.dashboard": FOUNDATION
    | {
        "cmm.domain.disclosure.policy",
        "cmm.domain.disclosure.tables",
        "cmm.domain.evidence",
        "cmm.domain.precision",
        "cmm.domain.promises",
        "cmm.domain.snapshot",
        "cmm.services.open_survey",
        "cmm.services.published",
        "cmm.services.published_places",
        "cmm.services.published_promises",
        "cmm.services.published_series",
        "cmm.web.drawing",
        "cmm.web.evidence",
        "cmm.web.limits",
        "cmm.web.pdf",
        "cmm.web.reading",
    },
    "cmm.web.api": FOUNDATION
    | {
        "cmm.domain.precision",
        "cmm.domain.snapshot",
        "cmm.services.published",
        "cmm.web.reading",
    },
    "cmm.web.drawing": FOUNDATION
    | {
        "cmm.domain.disclosure.policy",
        "cmm.domain.disclosure.tables",
        "cmm.domain.precision",
        "cmm.domain.snapshot",
        "cmm.services.published",
        "cmm.web.pdf",
        "cmm.web.reading",
    },
    "cmm.web.evidence": FOUNDATION
    | {
        "cmm.domain.disclosure.policy",
        "cmm.domain.disclosure.tables",
        "cmm.domain.evidence",
        "cmm.domain.precision",
        "cmm.domain.promises",
        "cmm.domain.questionnaire",
        "cmm.domain.snapshot",
        "cmm.fault",
        "cmm.paths",
        "cmm.services.published",
        "cmm.services.published_promises",
        "cmm.store.database",
        "cmm.store.signing_keys",
        "cmm.web.drawing",
        "cmm.web.paper",
        "cmm.web.pdf",
        "cmm.web.reading",
    },
    "cmm.web.reading": FOUNDATION
    | {
        "cmm.domain.disclosure.policy",
        "cmm.domain.disclosure.tables",
        "cmm.domain.precision",
        "cmm.domain.promises",
        "cmm.domain.snapshot",
        "cmm.services.promise_evidence",
        "cmm.services.published",
        "cmm.services.published_places",
        "cmm.services.published_promises",
        "cmm.services.published_series",
    },
}
MAY_NOT_REACH = {
    "cmm.web.api": {
        "cmm.domain.answers",
        "cmm.domain.coupons",
        "cmm.domain.sealing",
        "cmm.domain.indicators",
        "cmm.store.accounts",
        "cmm.store.coupons",
        "cmm.store.envelopes",
        "cmm.web.collect",
        "cmm.web.dashboard",
        "cmm.web.office",
    },
    "cmm.web.dashboard": {
        "cmm.domain.answers",
        "cmm.domain.coupons",
        "cmm.domain.sealing",
        "cmm.domain.indicators",
        "cmm.store.accounts",
        "cmm.store.coupons",
        "cmm.store.envelopes",
        "cmm.web.collect",
        "cmm.web.office",
    },
    "cmm.web.collect": {"cmm.store.accounts", "cmm.store.snapshots", "cmm.web.dashboard", "cmm.web.office"},
    "cmm.web.openrosa": {
        "cmm.domain.coded",
        "cmm.services.key_holders",
        "cmm.services.open_envelopes",
        "cmm.store.accounts",
        "cmm.store.snapshots",
        "cmm.web.collect",
        "cmm.web.dashboard",
        "cmm.web.office",
    },
    "cmm.services.open_survey": {"cmm.domain.sealing", "cmm.store.accounts", "cmm.store.envelopes"},
    "cmm.services.published": {"cmm.domain.sealing", "cmm.store.accounts", "cmm.store.envelopes"},
    "cmm.services.published_places": {"cmm.domain.sealing", "cmm.store.accounts", "cmm.store.envelopes"},
    "cmm.services.promise_evidence": {"cmm.domain.sealing", "cmm.store.accounts", "cmm.store.envelopes"},
    "cmm.services.published_promises": {"cmm.domain.sealing", "cmm.store.accounts", "cmm.store.envelopes"},
    "cmm.services.published_series": {"cmm.domain.sealing", "cmm.store.accounts", "cmm.store.envelopes"},
}
ONLY_IMPORTED_BY = {
    "cmm.store.models": {"cmm.store"},
    "cmm.store.promise_models": {"cmm.store"},
    "cryptography": {"cmm.domain.evidence.signing", "cmm.domain.sealing"},
    "openpyxl": {"cmm.domain.table_book"},
    "weasyprint": {"cmm.web.pdf"},
    "resvg_py": {"cmm.web.drawing"},
    "docx": {"cmm.web.evidence"},
    "segno": {"cmm.web.drawing.square", "cmm.web.office.qr"},
    "prometheus_client": {"cmm.web.watch"},
    "pyrage": {"cmm.domain.backup_keys", "cmm.services.backup_seal"},
    "pyotp": {"cmm.services.second_factor"},
    "webauthn": {"cmm.services.passkeys"},
    "zxcvbn": {"cmm.services.password_rules"},
    "scipy": {"cmm.domain.disclosure.intruder"},
    "numpy": {"cmm.domain", "cmm.web.drawing"},
    "PIL": {"cmm.web.drawing"},
    "pyxform": {"cmm.domain.questionnaire.adapter"},
}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("cmm", include_external_packages=True, cache_dir=None)


def modules_of(package: str) -> set[str]:
    """The module itself and everything below it."""
    return {package, *graph().find_descendants(package)}


def is_within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_import_contracts_are_kept() -> None:
    """In a process of its own: the linter switches off all loggers that it did not make."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("door", MAY_IMPORT)
def test_door_imports_only_what_it_may_know(door: str) -> None:
    allowed = MAY_IMPORT[door] | {door}
    found = {
        (module, imported)
        for module in modules_of(door)
        for imported in graph().find_modules_directly_imported_by(module)
        if imported.startswith("cmm") and not is_within(imported, allowed)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("start", "end"), [(a, b) for a, ends in MAY_NOT_REACH.items() for b in sorted(ends)]
)
def test_module_cannot_reach(start: str, end: str) -> None:
    assert {start, end} <= graph().modules
    chain = graph().find_shortest_chains(start, end, as_packages=True)
    assert chain == set()


def test_public_pages_reach_two_services_only() -> None:
    services = modules_of("cmm.services") - {"cmm.services"}
    upstream = set().union(
        *(graph().find_upstream_modules(module) for module in modules_of("cmm.web.dashboard"))
    )
    assert upstream & services <= {
        "cmm.services.clock",
        "cmm.services.open_survey",
        "cmm.services.promise_evidence",
        "cmm.services.published",
        "cmm.services.published_places",
        "cmm.services.published_promises",
        "cmm.services.published_series",
    }


@pytest.mark.parametrize("module", ONLY_IMPORTED_BY)
def test_module_is_imported_only_where_it_belongs(module: str) -> None:
    importers = graph().find_modules_that_directly_import(module)
    assert {importer for importer in importers if not is_within(importer, ONLY_IMPORTED_BY[module])} == set()
    assert importers
