"""A published page on a slow network, in a real Chromium: when its first figure is seen, and after how many
bytes. The chart library of 1.2 MB has no part in it.

Bytes are those that came over the wire until the figure was seen, with their headers.
"""

import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from bench.phone import NETWORKS, find_chromium, serving_demo
from bench.report import Table
from cmm.services.demo import PUBLISHED

Event = Mapping[str, Any]
LANGUAGE = "ru"
RUNS = 3
ROUND = f"/{LANGUAGE}/r/{PUBLISHED}"
PAGES = {
    "round page": ROUND,
    "one city": f"{ROUND}/almaty",
    "one figure": f"{ROUND}/v/1/all/figures/disrespect",
    "figure in a frame": f"{ROUND}/v/1/all/figures/disrespect/embed",
}
FIRST_FIGURE = """() => new Promise(resolve => {
    const painted = () => performance.getEntriesByName('first-contentful-paint').length;
    const drawn = () => [...document.querySelectorAll('main svg')].some(one => one.checkVisibility());
    const look = () => painted() && drawn() ? resolve(performance.now()) : requestAnimationFrame(look);
    look();
})"""


@dataclass(frozen=True, slots=True)
class Sight:
    """One first visit: bytes until the first figure was seen and in all, milliseconds until then, and what
    was asked for.
    """

    size: float
    whole: float
    seen: float
    asked: tuple[str, ...]


def measure() -> list[Table]:
    path = find_chromium()
    if path is None:
        print("dashboard: no Chromium on this machine, not measured")
        return []
    with TemporaryDirectory() as folder, serving_demo(folder) as home, sync_playwright() as engine:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = engine.chromium.launch(executable_path=path, args=arguments)
        rows = [
            _describe(f"{label}, {name}", [look(browser, home + address, network) for _ in range(RUNS)])
            for name, network in NETWORKS.items()
            for label, address in PAGES.items()
        ]
        browser.close()
    about = f"First figure of a published page, median of {RUNS} first visits with an empty cache."
    return [Table(about, ("page and line", "bytes until it is seen", "seen after", "bytes in all"), rows)]


def look(browser: Browser, url: str, network: tuple[int, int] | None) -> Sight:
    """One first visit with a small phone; `network` is kilobits per second, and milliseconds until an answer
    begins.
    """
    context = browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wire = _watch(page, network, _packed(url))
    page.goto(url, wait_until="commit")
    seen = page.evaluate(FIRST_FIGURE)
    page.wait_for_load_state("networkidle")
    found = Sight(wire.bytes_after(seen / 1000), wire.bytes_after(inf), seen, tuple(asked))
    context.close()
    return found


@dataclass
class Wire:
    """What came over it and when, as Chromium tells it. Of a page that is still coming it tells only how long
    it is when unpacked; `page` has its packed bytes, from which the rest is known.
    """

    page: bytes
    began: float = inf
    heads: list[Event] = field(default_factory=list)
    pieces: list[Event] = field(default_factory=list)
    ends: list[Event] = field(default_factory=list)

    def begin(self, event: Event) -> None:
        self.began = min(self.began, event["timestamp"])

    def bytes_after(self, seconds: float) -> float:
        """All bytes that had come so long after the first request, with their headers."""
        until = self.began + seconds
        ended = {
            each["requestId"]: each["encodedDataLength"] for each in self.ends if each["timestamp"] <= until
        }
        coming = [
            each for each in self.heads if each["timestamp"] <= until and each["requestId"] not in ended
        ]
        return float(sum(ended.values()) + sum(self._came(head, until) for head in coming))

    def _came(self, head: Event, until: float) -> int:
        pieces = [
            each
            for each in self.pieces
            if each["requestId"] == head["requestId"] and each["timestamp"] <= until
        ]
        body = sum(each["encodedDataLength"] for each in pieces)
        unpacked = sum(each["dataLength"] for each in pieces)
        return int(head["response"]["encodedDataLength"]) + (body or _packed_length(self.page, unpacked))


def _watch(page: Page, network: tuple[int, int] | None, packed: bytes) -> Wire:
    wire, session = Wire(packed), page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", wire.begin)
    session.on("Network.responseReceived", lambda event: wire.heads.append(event))
    session.on("Network.dataReceived", lambda event: wire.pieces.append(event))
    session.on("Network.loadingFinished", lambda event: wire.ends.append(event))
    if network:
        speed = network[0] * 1000 / 8
        limits = {"latency": network[1], "downloadThroughput": speed, "uploadThroughput": speed}
        session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    return wire


def _packed(url: str) -> bytes:
    """The bytes of an answer as they are sent."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
        return bytes(answer.read())


def _packed_length(packed: bytes, unpacked: int) -> int:
    """How many of the packed bytes are needed for so many unpacked ones."""
    reader, made = zlib.decompressobj(wbits=31), 0
    for end in range(0, len(packed), 64):
        if made >= unpacked:
            return end
        made += len(reader.decompress(packed[end : end + 64]))
    return len(packed)


def _describe(label: str, sights: list[Sight]) -> tuple[str, ...]:
    size, whole, seen = (
        median(getattr(each, name) for each in sights) / 1000 for name in ("size", "whole", "seen")
    )
    return label, f"{size:.1f} KB", f"{seen:.2f} s", f"{whole:.1f} KB"
