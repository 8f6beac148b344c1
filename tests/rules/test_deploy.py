"""The configurations in `deploy` keep no trace: every line that a promise rests on is asserted."""

import re
import runpy
import shutil
import subprocess
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
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
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
    "limit_conn open_now 60;",
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
)
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
)
MOST_EXPOSED = 1.0
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
    proxied = NGINX.partition("location / {")[2].partition("}")[0]
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
    assert {path.name for path in SYSTEMD.iterdir()} == {*UNITS, "cmm-.service.d"}
    for unit in UNITS:
        assert not [line for line in lines_of(SYSTEMD / unit) if line.startswith(("User=", "Environment="))]


def test_the_socket_opens_for_nginx_only() -> None:
    lines = lines_of(SYSTEMD / "cmm-web.socket")
    assert {"ListenStream=/run/cmm-web.sock", "SocketUser=www-data", "SocketMode=0600"} <= set(lines)
    assert "proxy_pass http://unix:/run/cmm-web.sock:;" in NGINX


def test_the_timers_run_commands_that_exist() -> None:
    assert "OnUnitInactiveSec=10min" in lines_of(SYSTEMD / "cmm-mix.timer")
    assert {"OnCalendar=daily", "Persistent=true"} <= set(lines_of(SYSTEMD / "cmm-wipe.timer"))
    for name, command in (("mix", "rounds mix --all"), ("wipe", "rounds wipe --due")):
        lines = lines_of(SYSTEMD / f"cmm-{name}.service")
        assert f"ExecStart=/opt/cmm/venv/bin/flask --app cmm {command}" in lines
        assert "StandardOutput=null" in lines, "the ids of rounds are not written down every ten minutes"


@pytest.mark.parametrize("service", ["web", "mix", "wipe"])
def test_systemd_finds_the_services_closed(machine: Path, service: str) -> None:
    analyze = shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is not installed")
    command = [analyze, "security", "--offline=true", f"--root={machine}", f"cmm-{service}.service"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"exposure level for \S+: ([\d.]+)", result.stdout)
    assert found, result.stdout + result.stderr
    assert float(found[1]) <= MOST_EXPOSED


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
