"""A small load client: many connections ask for one page for some seconds, answers are counted."""

import asyncio
import time

HOST = "127.0.0.1"


def requests_per_second(port: int, path: str, *, seconds: float, connections: int) -> float:
    """Complete answers with status 200 per second. Raises ConnectionError on any other status."""
    return asyncio.run(_measure(port, path, seconds, connections))


async def _measure(port: int, path: str, seconds: float, connections: int) -> float:
    started = time.perf_counter()
    end = started + seconds
    counts = await asyncio.gather(*(_ask_until(end, port, path) for _ in range(connections)))
    return sum(counts) / (time.perf_counter() - started)


async def _ask_until(end: float, port: int, path: str) -> int:
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    count = 0
    while time.perf_counter() < end:
        reader, writer = await asyncio.open_connection(HOST, port)
        kept = True
        while kept and time.perf_counter() < end:
            writer.write(request)
            kept = await _read_answer(reader)
            count += 1
        writer.close()
        await writer.wait_closed()
    return count


async def _read_answer(reader: asyncio.StreamReader) -> bool:
    """Read one answer to its end; tell whether the server keeps the connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if " 200 " not in head.partition("\r\n")[0]:
        raise ConnectionError(head.partition("\r\n")[0])
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    await reader.readexactly(length)
    return "connection: close" not in head
