"""The configurations in `deploy` keep no trace: every line that a promise rests on is asserted."""

import re
import runpy
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from gunicorn.config import KNOWN_SETTINGS  # type: ignore[import-untyped]

from cmm.cli.demo import SERVER_OPTIONS
from cmm.config import KNOWN
from tests.rules.checkout import ROOT

DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
SITE_CONF = (DEPLOY / "cmm-site.conf").read_text(encoding="utf-8")
INCLUDED = "include /etc/nginx/cmm-site.conf;"
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace(INCLUDED, SITE_CONF)
"""The configuration with what it includes, but for the onion address."""
ONION = (DEPLOY / "cmm-onion.conf").read_text(encoding="utf-8").replace(INCLUDED, SITE_CONF)
GUNICORN = {
    "accesslog": None,
    "errorlog": "-",
    "loglevel": "warning",
    "logger_class": "cmm.server_log.PlaceLogger",
    "capture_output": False,
    "disable_redirect_access_to_syslog": True,
    "control_socket_disable": True,
    "worker_class": "gthread",
    "worker_tmp_dir": "/dev/shm",
    "limit_request_line": 2000,
    "limit_request_fields": 40,
    "limit_request_field_size": 4000,
    "timeout": 60,
}
NGINX_SAYS = [
    "access_log off;",
    "error_log /dev/null crit;",
    "log_not_found off;",
    "server_tokens off;",
    "client_max_body_size 1m;",
    "client_body_buffer_size 1m;",
    "client_body_in_single_buffer on;",
    "proxy_max_temp_file_size 0;",
    "client_header_timeout 10s;",
    "client_body_timeout 15s;",
    "send_timeout 30s;",
    "keepalive_timeout 15s;",
    "reset_timedout_connection on;",
    "limit_conn open_now 400;",
    "proxy_buffers 96 16k;",
    "http2_max_concurrent_streams 32;",
    "limit_req zone=senders burst=400 nodelay;",
    "limit_req zone=readers burst=4000 delay=1000;",
    "limit_req_status 429;",
    "ssl_protocols TLSv1.2 TLSv1.3;",
    "ssl_session_tickets off;",
    "proxy_set_header Host $host;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    "proxy_set_header X-Forwarded-Proto $scheme;",
    'proxy_set_header X-Forwarded-Host "";',
    'proxy_set_header Forwarded "";',
]
RIGHTS = [
    "User=cmm",
    "UMask=0077",
    "StateDirectoryMode=0700",
    "LimitCORE=0",
    "MemorySwapMax=0",
    "PrivateNetwork=yes",
    "RestrictAddressFamilies=AF_UNIX",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "SystemCallFilter=@system-service",
]
UNITS = (
    "cmm-web.socket",
    "cmm-web.service",
    "cmm-mix.service",
    "cmm-mix.timer",
    "cmm-wipe.service",
    "cmm-wipe.timer",
    "cmm-remind.service",
    "cmm-remind.timer",
    "cmm-backup.service",
    "cmm-backup.timer",
)
OWN_DROP_INS = {"cmm-remind.service.d"}
"""Services with rights of their own: the one that speaks with the mail server needs a network."""
TARGETS = (
    "sysinit",
    "basic",
    "shutdown",
    "sockets",
    "timers",
    "multi-user",
    "time-set",
    "time-sync",
    "network",
    "network-online",
)
MOST_EXPOSED = 1.0
WITH_NETWORK = 2.0
"""On the scale of systemd-analyze from 0 (closed) to 10; an ordinary service has 9.6."""


def lines_of(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The root of a machine on which everything of `deploy` is installed."""
    units = tmp_path / "etc/systemd/system"
    shutil.copytree(SYSTEMD, units)
    for target in TARGETS:
        (units / f"{target}.target").write_text("[Unit]\nDefaultDependencies=no\n", encoding="utf-8")
    programs = tmp_path / "opt/cmm/venv/bin"
    programs.mkdir(parents=True)
    for name in ("gunicorn", "flask"):
        (programs / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("name", GUNICORN)
def test_gunicorn_is_told(name: str) -> None:
    assert runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))[name] == GUNICORN[name]


def test_gunicorn_knows_every_setting_it_is_told() -> None:
    told = {name for name in runpy.run_path(str(DEPLOY / "gunicorn.conf.py")) if not name.startswith("__")}
    assert told <= {setting.name for setting in KNOWN_SETTINGS}


def test_the_demo_logs_no_more_than_a_real_server() -> None:
    assert f"--logger-class={GUNICORN['logger_class']}" in SERVER_OPTIONS
    assert not [option for option in SERVER_OPTIONS if "access" in option]


@pytest.mark.parametrize("line", NGINX_SAYS)
def test_nginx_is_told(line: str) -> None:
    assert line in [each.strip() for each in NGINX.splitlines()]


def test_nginx_has_one_word_on_logs_and_adds_no_header_to_the_answers_of_the_program() -> None:
    assert re.findall(r"^\s*(?:access|error)_log\s.*", NGINX, flags=re.MULTILINE) == [
        "error_log /dev/null crit;",
        "    access_log off;",
    ]
    for forbidden in ("$remote_addr zone", "log_format", "rewrite_log", "add_header Strict", "geoip"):
        assert forbidden not in NGINX
    proxied = SITE_CONF.partition("location / {")[2].partition("}")[0]
    assert "proxy_pass" in proxied
    assert "add_header" not in proxied


def test_addresses_are_counted_in_nginx_only_while_connections_are_open() -> None:
    """Rates are counted for all together: of those who send, and of those who read."""
    assert re.findall(r"^\s*limit_req_zone (\S+)", NGINX, flags=re.MULTILINE) == ["$sends", "$reads"]
    maps = re.findall(r"map (\S+) (\S+) \{(.*?)\}", NGINX, flags=re.DOTALL)
    assert [each[:2] for each in maps] == [("$request_method", "$sends"), ("$sends", "$reads")]
    assert all(set(re.findall(r"\$\w+", inside)) == {"$server_name"} for *_names, inside in maps)


def test_nginx_itself_accepts_the_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    make_certificate(tmp_path)
    text = NGINX.replace("/etc/ssl/cmm", str(tmp_path)).replace("/run/nginx.pid", str(tmp_path / "pid"))
    text = text.replace("user www-data;", "").replace("http {", f"http {{\n{temporary_folders(tmp_path)}", 1)
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    command = [nginx, "-t", "-q", "-p", str(tmp_path), "-e", "/dev/null", "-c", str(tmp_path / "nginx.conf")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_every_service_has_the_least_rights() -> None:
    rights = lines_of(SYSTEMD / "cmm-.service.d/rights.conf")
    assert [line for line in RIGHTS if line not in rights] == []
    assert {path.name for path in SYSTEMD.iterdir()} == {*UNITS, *OWN_DROP_INS, "cmm-.service.d"}
    for unit in UNITS:
        assert not [line for line in lines_of(SYSTEMD / unit) if line.startswith(("User=", "Environment="))]


def test_the_socket_opens_for_nginx_only() -> None:
    lines = lines_of(SYSTEMD / "cmm-web.socket")
    assert {"ListenStream=/run/cmm/web.sock", "SocketUser=www-data", "SocketMode=0600"} <= set(lines)
    assert "proxy_pass http://unix:/run/cmm/web.sock:;" in NGINX


def test_the_timers_run_commands_that_exist() -> None:
    assert "OnUnitInactiveSec=10min" in lines_of(SYSTEMD / "cmm-mix.timer")
    assert {"OnCalendar=daily", "Persistent=true"} <= set(lines_of(SYSTEMD / "cmm-wipe.timer"))
    assert {"OnCalendar=*-*-* 03:00", "Persistent=true"} <= set(lines_of(SYSTEMD / "cmm-backup.timer"))
    commands = {"mix": "rounds mix --all", "wipe": "rounds wipe --due", "backup": "backup create --keep 14"}
    for name, command in commands.items():
        lines = lines_of(SYSTEMD / f"cmm-{name}.service")
        assert f"ExecStart=/opt/cmm/venv/bin/flask --app cmm {command}" in lines
        assert "StandardOutput=null" in lines, "the ids of rounds are not written down every ten minutes"


def test_nothing_writes_while_the_database_is_copied_for_a_new_version() -> None:
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    upgrade = told[told.index("## 11.") : told.index("## 12.")]
    stops = [line.split()[2:] for line in upgrade.splitlines() if line.startswith("    systemctl stop ")]
    services = {path.stem for path in SYSTEMD.glob("cmm-*.service")} - {"cmm-web"}
    wanted = {"'cmm-*.timer'", "cmm-web.socket", "cmm-web.service", *services}
    assert [set(each) for each in stops] == [wanted, wanted]
    assert upgrade.count("systemctl start cmm-web.socket cmm-web.service timers.target") == 2
    assert all("WantedBy=timers.target" in lines_of(path) for path in SYSTEMD.glob("*.timer"))


def test_the_copy_for_the_way_back_is_whole_after_a_crash_too(tmp_path: Path) -> None:
    """The command as it is written there, on a database with a journal that must be rolled back."""
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    [command] = re.findall(r"runuser -u cmm -- python3 -c '(.*VACUUM INTO.*)'", told)
    source, copy = tmp_path / "cmm.sqlite", tmp_path / "before.sqlite"
    living = sqlite3.connect(tmp_path / "living.sqlite")
    living.execute("CREATE TABLE t (v)")
    living.executemany("INSERT INTO t VALUES (?)", [("kept" * 500,)] * 200)
    living.commit()
    living.execute("PRAGMA cache_size = 1")
    living.execute("UPDATE t SET v = 'lost'")
    for end in ("", "-journal"):
        shutil.copy(tmp_path / f"living.sqlite{end}", f"{source}{end}")
    living.close()
    copy.touch(0o600)
    subprocess.run([sys.executable, "-c", command, source, copy], check=True)
    made = sqlite3.connect(copy)
    assert made.execute("SELECT DISTINCT v FROM t").fetchall() == [("kept" * 500,)]
    made.close()
    assert copy.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("service", ["web", "mix", "wipe", "backup"])
def test_systemd_finds_the_services_closed(machine: Path, service: str) -> None:
    assert _exposure(machine, service) <= MOST_EXPOSED


def test_only_the_service_that_reminds_has_a_network_and_no_other_right_more(machine: Path) -> None:
    lines = lines_of(SYSTEMD / "cmm-remind.service.d/zz-network.conf")
    given = [line for line in lines if "=" in line and not line.startswith("#")]
    assert [line.partition("=")[0] for line in given] == [
        "PrivateNetwork",
        "RestrictAddressFamilies",
        "IPAddressDeny",
        "IPAddressAllow",
    ]
    assert "ExecStart=/opt/cmm/venv/bin/flask --app cmm promises remind" in lines_of(
        SYSTEMD / "cmm-remind.service"
    )
    assert {"OnCalendar=*-*-* 04:00 UTC", "Persistent=true"} <= set(lines_of(SYSTEMD / "cmm-remind.timer"))
    assert 0 < _exposure(machine, "remind") <= WITH_NETWORK


def test_systemd_finds_no_mistake_in_the_units(machine: Path) -> None:
    analyze = shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is not installed")
    command = [analyze, "verify", "--man=no", f"--root={machine}", *UNITS]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_the_page_names_only_settings_and_files_that_exist() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"CMM_[A-Z_]+", text)) <= KNOWN
    for name in re.findall(r"/opt/cmm/(deploy/[\w./-]+\w)", text + NGINX):
        assert (ROOT / name).exists(), name
    for path in SYSTEMD.glob("*.service"):
        for name in re.findall(r"/opt/cmm/(deploy/\S+)", path.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), name


def test_what_the_page_tells_to_type_are_commands_of_a_shell() -> None:
    """Every indented block; `deploy/bare_debian.sh` runs them as they stand."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n)+", text, flags=re.MULTILINE)
    commands = [block for block in blocks if not block.startswith("    # in a file of")]
    assert len(commands) > 15
    script = "".join(line[4:] for block in commands for line in block.splitlines(keepends=True))
    for name, source in (("the page", script), ("its test", (DEPLOY / "bare_debian.sh").read_text("utf-8"))):
        done = subprocess.run(["bash", "-n"], input=source, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), name


def make_certificate(folder: Path) -> None:
    """One for this test: a key pair and a self-signed certificate under the names in nginx.conf."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "clients.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "privkey.pem").write_bytes(private)


def temporary_folders(folder: Path) -> str:
    """nginx makes its temporary folders when it tests; here, because this is not its own machine."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)


def _exposure(machine: Path, service: str) -> float:
    """What systemd-analyze says about a service."""
    analyze = shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is not installed")
    command = [analyze, "security", "--offline=true", f"--root={machine}", f"cmm-{service}.service"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"exposure level for \S+: ([\d.]+)", result.stdout)
    assert found, result.stdout + result.stderr
    return float(found[1])
