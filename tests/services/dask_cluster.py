"""A Dask cluster on this machine as an administrator starts it: a scheduler and workers, each a process, that
talk encrypted.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cmm.services.cluster import CERTIFICATES, Cluster
from tests.rules.checkout import ROOT

STARTING = 60.0


@dataclass(frozen=True)
class RunningCluster:
    cluster: Cluster
    workers: list[subprocess.Popen[bytes]]
    log: Path

    def kill_a_worker(self) -> None:
        self.workers[0].send_signal(signal.SIGKILL)
        self.workers[0].wait()


@contextmanager
def running_cluster(folder: Path, workers: int = 2) -> Iterator[RunningCluster]:
    """Workers have one thread each and no nanny, so that a killed one stays dead."""
    announced, log = folder / "scheduler.json", folder / "dask.log"
    make_certificates(folder)
    encrypted = [
        f"--{name.replace('_', '-').replace('client-', '')}={folder / file}"
        for name, file in CERTIFICATES.items()
    ]
    started: list[subprocess.Popen[bytes]] = []
    with log.open("wb") as target:

        def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "distributed.cli." + name, "--scheduler-file", str(announced)]
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(
                [*command, *encrypted, *arguments], cwd=folder, env=environment, stdout=target, stderr=target
            )
            started.append(process)
            return process

        try:
            start("dask_scheduler", "--host", "tls://127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
            address = _wait_for_address(announced)
            options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
            yield RunningCluster(
                Cluster(address, folder), [start("dask_worker", *options) for _ in range(workers)], log
            )
        finally:
            for process in started:
                process.kill()
                process.wait()


def make_certificates(folder: Path) -> None:
    """One certificate that everybody shows and everybody trusts."""
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    subprocess.run(["openssl", "req", *kind, "-subj", "/CN=dask", *files], check=True, capture_output=True)
    shutil.copy(folder / "cert.pem", folder / "ca.pem")


def _wait_for_address(announced: Path) -> str:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        if announced.is_file() and (text := announced.read_text(encoding="utf-8")).rstrip().endswith("}"):
            return str(json.loads(text)["address"])
        time.sleep(0.05)
    raise AssertionError("the scheduler did not start")
