"""A crowd of readers: every one has a connection of its own and asks again and again; all answers are timed.

Nothing is raised: what went wrong is counted, because that is what is measured. As a browser does, a reader
whose kept connection was closed by the server opens a new one and asks again.
"""

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles

HOST = "127.0.0.1"
NAME = "clients.example"
LONGEST = 60.0
"""Seconds after which a reader gives up."""


@dataclass
class Seen:
    """What a crowd met: seconds of every answer with status 200, and how often what else."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    opened: int = 0

    @property
    def speed(self) -> float:
        return len(self.waits) / self.seconds

    @property
    def percentiles(self) -> Sequence[float]:
        """Milliseconds within which 50, 95 and 99 of 100 answers came."""
        cuts = quantiles(self.waits if len(self.waits) > 1 else [LONGEST] * 2, n=100, method="inclusive")
        return [1000 * cuts[place] for place in (49, 94, 98)]


def read_as_crowd(port: int, path: str, *, readers: int, seconds: float, https: bool = False) -> Seen:
    """Let `readers` ask for one page at the same time for some seconds, each from an address of its own."""
    return asyncio.run(_read(port, path, readers, seconds, https))


async def _read(port: int, path: str, readers: int, seconds: float, https: bool) -> Seen:
    seen, began = Seen(), time.perf_counter()
    end = began + seconds
    context = _trusting() if https else None
    await asyncio.gather(
        *(_Reader(port, path, _address(number), context, seen).read_until(end) for number in range(readers))
    )
    seen.seconds = time.perf_counter() - began
    return seen


def _address(number: int) -> str:
    """Every address that begins with 127 is this machine; so nobody shares one."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@dataclass
class _Reader:
    """One person with one connection."""

    port: int
    path: str
    address: str
    context: ssl.SSLContext | None
    seen: Seen

    async def read_until(self, end: float) -> None:
        while time.perf_counter() < end:
            try:
                async with asyncio.timeout(LONGEST):
                    await self._read_on_one_line(end)
            except (OSError, EOFError, TimeoutError) as error:
                self.seen.wrong[type(error).__name__] += 1
                await asyncio.sleep(0.1)

    async def _read_on_one_line(self, end: float) -> None:
        reader, writer = await asyncio.open_connection(
            HOST,
            self.port,
            local_addr=(self.address, 0),
            ssl=self.context,
            server_hostname=NAME if self.context else None,
        )
        self.seen.opened += 1
        kept, asked = True, 0
        try:
            while kept and time.perf_counter() < end:
                began = time.perf_counter()
                kept = await self._ask(reader, writer, began, again=asked > 0)
                asked += 1
        finally:
            writer.close()

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, began: float, *, again: bool
    ) -> bool:
        """Ask once; False when the server closes or closed the line. `again`: it was asked on it before."""
        host = NAME if self.context else HOST
        try:
            writer.write(
                f"GET {self.path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        except (ConnectionError, asyncio.IncompleteReadError):
            if not again:
                raise
            return False
        await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
        status = head.split(" ", 2)[1]
        if status == "200":
            self.seen.waits.append(time.perf_counter() - began)
        else:
            self.seen.wrong[status] += 1
        return "connection: close" not in head
