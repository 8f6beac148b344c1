"""A Dask cluster that does the parts of large work: other machines, with the same program installed.

The round's private key travels with every part: encrypted, or within this machine. The scheduler holds what
is sent in memory until a part is done; its pages and logs show names of functions and numbers of parts only.
What goes back is sealed by the work itself (`envelope_ranges`), because a worker may write it to its disk.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, TypeVar

from cmm.domain.refusal import Refusal

if TYPE_CHECKING:
    from distributed import Client

CERTIFICATES = {"tls_ca_file": "ca.pem", "tls_client_cert": "cert.pem", "tls_client_key": "key.pem"}
"""Arguments of Dask's Security, and the files of the folder."""
ANSWERING = 20
"""Seconds in which the scheduler has to answer, and a worker has to be there."""
LONGEST_PART = 300
"""Seconds without a finished part after which the workers count as lost."""
RETRIES = 2
"""How often a part that failed is tried again; parts of workers that died are begun again anyway."""

Shared = TypeVar("Shared")
Part = TypeVar("Part")
Result = TypeVar("Result")


class ClusterUnavailable(Refusal):
    """The scheduler of the cluster does not answer, or has no worker."""


class WorkersLost(Refusal):
    """Processes that opened envelopes died again and again. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the scheduler listens (tcp://... or tls://...); the certificates are in `folder`."""

    address: str
    folder: Path


def map_on_cluster(
    cluster: Cluster, work: Callable[[Shared, Part], Result], shared: Shared, parts: Sequence[Part]
) -> Iterator[Result]:
    """`work(shared, part)` for every part, in their order. A part whose worker died is done by another one.

    Raises what `work` raises, ClusterUnavailable, WorkersLost.
    """
    from distributed import KilledWorker

    name = token_hex(4)
    with _connected(cluster) as client:
        futures = [
            client.submit(work, shared, part, key=f"part-{name}-{number}", pure=False, retries=RETRIES)
            for number, part in enumerate(parts)
        ]
        while futures:
            future = futures.pop(0)
            try:
                result = future.result(timeout=LONGEST_PART)
            except (KilledWorker, CancelledError, TimeoutError) as error:
                raise WorkersLost from error
            future.release()  # type: ignore[no-untyped-call]
            yield result


@contextmanager
def _connected(cluster: Cluster) -> "Iterator[Client]":
    from distributed import Client, Security

    encrypted = cluster.address.startswith("tls://")
    files = {name: str(cluster.folder / file) for name, file in CERTIFICATES.items()} if encrypted else {}
    security = Security(require_encryption=encrypted, **files)  # type: ignore[no-untyped-call]
    try:
        client = Client(cluster.address, security=security, timeout=ANSWERING, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError as error:  # TimeoutError among them
        raise ClusterUnavailable from error
    with client:
        try:
            client.wait_for_workers(1, timeout=ANSWERING)
        except TimeoutError as error:
            raise ClusterUnavailable from error
        yield client
