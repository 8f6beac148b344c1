"""The whole chain as `deploy` describes it: nginx before gunicorn on a socket; nothing is left anywhere."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.checkout import ROOT
from tests.web.chain import NAME, Site, served_behind_nginx

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served_behind_nginx(migrated_sqlite, tmp_path_factory.mktemp("site"), coupons=40) as served:
        yield served


def test_answers_arrive_and_leave_nothing_in_any_file(site: Site) -> None:
    assert {site.send(coupon) for coupon in site.instance.coupons} == {303}
    assert site.send("ABCD-EFGH-JKMN") == 403
    assert site.ask("GET", "/ru/s/autumn").status == 200
    content = {
        path.name: path.read_bytes()
        for path in site.folder.rglob("*")
        if path.is_file() and path.name != "nginx.conf"
    }
    assert content["server.log"] == b""
    everything = b"".join(content.values())
    for secret in (b"CheapPhone", b"/s/autumn", b"__nonce", *(one.encode() for one in site.instance.coupons)):
        assert secret not in everything
    folders = [folder for folder in site.folder.rglob("*") if folder.is_dir()]
    assert len(folders) >= 5
    assert not [file for folder in folders if folder != site.instance.folder for file in folder.iterdir()]


def test_headers_stand_once_and_refusals_of_nginx_are_bare_and_honest(site: Site) -> None:
    for path in ("/ru/", "/ru/s/autumn", "/ru/office/sign-in", "/nowhere"):
        names = [name.lower() for name, _value in site.ask("GET", path).getheaders()]
        assert len(names) == len(set(names)), path
        assert {"content-security-policy", "strict-transport-security"} <= set(names)
    large = site.ask("POST", "/ru/s/autumn", "x" * 1_200_000)
    assert (large.status, large.getheader("Server")) == (413, "nginx")
    assert b"Too much at once" in large.text  # type: ignore[attr-defined]
    assert large.getheader("Content-Security-Policy")
    assert site.ask("TRACE", "/").status == 405
    with pytest.raises(OSError, match=r"(?i)unrecognized|alert|ssl"):
        site.open("evil.example")


def test_the_onion_address_leads_to_the_same_site_and_is_no_way_round(site: Site) -> None:
    """Whoever comes that way comes from this machine, as it looks; health and metrics are not fooled."""
    page = site.ask_by_onion("/ru/s/autumn")
    assert page.startswith(b"HTTP/1.1 200")
    assert b"strict-transport-security" in page.lower()
    assert b"set-cookie" not in page.lower()
    for path in ("/health", "/metrics", "/nowhere"):
        assert site.ask_by_onion(path).startswith(b"HTTP/1.1 404"), path


def test_health_and_metrics_are_for_this_machine(site: Site) -> None:
    """Under the site's name there are no such pages; nginx shows them at a port of the loopback alone."""
    for path in ("/health", "/metrics"):
        assert site.ask("GET", path).status == 404
        assert site.watch(path).status == 200
    assert site.watch("/ru/").status == 404
    asked = [asks_as_a_container(site.folder / name) for name in ("web.sock", "nowhere.sock")]
    assert asked == [0, 1]


def asks_as_a_container(path: Path) -> int:
    """The exit status of what the Dockerfile names as HEALTHCHECK."""
    command = [sys.executable, str(ROOT / "deploy" / "container_health.py"), str(path)]
    return subprocess.run(
        command, env={**os.environ, "CMM_TRUSTED_HOSTS": f"{NAME},other"}, check=False
    ).returncode
