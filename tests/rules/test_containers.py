"""The Dockerfile and compose.yaml: closed, without logs, and made of files that exist.

There is no engine to run them on in these tests. What the image does is done elsewhere: its program behind
its nginx in tests/web/test_behind_nginx.py, its installation by deploy/bare_debian.sh.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.rules.checkout import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
ALLOWED = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
KNOWN_KEYS = {
    "build",
    "cap_add",
    "cap_drop",
    "command",
    "depends_on",
    "entrypoint",
    "env_file",
    "healthcheck",
    "image",
    "init",
    "logging",
    "mem_limit",
    "memswap_limit",
    "network_mode",
    "pids_limit",
    "ports",
    "read_only",
    "restart",
    "security_opt",
    "shm_size",
    "tmpfs",
    "ulimits",
    "volumes",
}
"""Of the compose specification, as far as we use it."""


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_both_stages_begin_with_one_pinned_slim_python_of_ours() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE)
    assert len(images) == 2
    assert len(set(images)) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", images[0])


def test_libraries_come_by_hash_and_the_program_runs_as_nobody_else() -> None:
    assert "--require-hashes -r requirements.txt" in DOCKERFILE
    assert re.findall(r"^USER (.*)", DOCKERFILE, flags=re.MULTILINE) == ["1500:1500"]
    assert DOCKERFILE.index("USER ") > DOCKERFILE.rindex("RUN ")


def test_only_files_that_are_named_and_exist_go_into_the_image() -> None:
    assert ALLOWED[1] == "*"
    allowed = {line[1:] for line in ALLOWED if line.startswith("!")}
    lines = re.findall(r"^COPY (?!--from)(.*)", DOCKERFILE, flags=re.MULTILINE)
    copied = {name for line in lines for name in line.split()[:-1]}
    assert copied == allowed
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert not {"instance", ".git", "tests", "deploy"} & copied


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_closed_and_silent(name: str) -> None:
    service = SERVICES[name]
    assert set(service) <= KNOWN_KEYS
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"] == {"driver": "none"}
    assert service["ulimits"] == {"core": 0}
    assert service["memswap_limit"] == service["mem_limit"], "no swap"
    assert not {"privileged", "user", "pid", "ipc"} & set(service)
    assert re.search(r":\d", service["image"]) or service["image"] == "cmm", "pinned, or built here"


def test_only_nginx_has_a_network_and_the_rights_to_open_its_ports() -> None:
    assert {name for name, service in SERVICES.items() if service.get("network_mode") != "none"} == {"nginx"}
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    assert {name for name, service in SERVICES.items() if "cap_add" in service} == {"nginx"}
    assert SERVICES["nginx"]["cap_add"] == ["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"]


def test_the_timers_of_the_machine_are_services_here() -> None:
    commands = {name: " ".join(SERVICES[name]["command"]) for name in ("mix", "wipe")}
    assert "sleep 600" in commands["mix"]
    assert "rounds mix --all" in commands["mix"]
    assert "rounds wipe --due" in commands["wipe"]


def test_nginx_meets_the_program_at_one_socket_with_the_configuration_of_a_machine() -> None:
    assert "--bind=unix:/run/cmm/web.sock" in DOCKERFILE
    assert "socket:/run/cmm" in SERVICES["web"]["volumes"]
    mounted = {line.partition(":")[0]: line for line in SERVICES["nginx"]["volumes"]}
    assert mounted["socket"] == "socket:/run/cmm"
    assert mounted["./cmm-site.conf"] == "./cmm-site.conf:/etc/nginx/cmm-site.conf:ro"
    assert "http://unix:/run/cmm/web.sock:" in (DEPLOY / "cmm-site.conf").read_text(encoding="utf-8")
    for name in mounted:
        assert name in ("socket", "./nginx.own.conf", "./tls") or (DEPLOY / name).exists()


def test_volumes_are_named_and_all_named_ones_are_used() -> None:
    used = {
        line.partition(":")[0]
        for service in SERVICES.values()
        for line in service.get("volumes", ())
        if not line.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])
