"""The survey page on a slow network, in a real Chromium, against the barest page with the same questions.

Both pages come from the same server in the same run, so only their ratio matters. "Usable" is when the first
answer can be chosen; "scripts" is when the page has been taken over by them. Bytes are with their headers.
"""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.report import Table
from bench.running import demo_settings
from cmm.app import create_app
from cmm.config import read_config
from cmm.domain.questionnaire.model import Question
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.demo import BY_LINK, FORM_ID
from cmm.web.pages import ready_page, send_page

LANGUAGE = "kk"
SURVEY = f"/{LANGUAGE}/s/{BY_LINK}"
FLOOR = "/floor"
RUNS = 5
NETWORKS = {
    "no throttle": None,
    "slow 3G (400 kbit/s, 400 ms)": (400, 400),
    "2G (50 kbit/s, 800 ms)": (50, 800),
}
"""Kilobits per second both ways, and milliseconds until an answer begins."""
HEADS = ("page and line", "bytes", "requests", "painted", "usable", "scripts", "usable, ratio")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
USABLE = """() => new Promise(resolve => {
    const look = () => document.querySelector('input[type=radio]')?.checkVisibility()
        ? resolve(performance.now()) : requestAnimationFrame(look);
    look();
})"""


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page with an empty cache: bytes over the wire, requests, milliseconds."""

    size: float
    requests: float
    painted: float
    usable: float
    scripts: float


class QuietRequests(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


def measure() -> list[Table]:
    path = find_chromium()
    if path is None:
        print("phone: no Chromium on this machine, not measured")
        return []
    with TemporaryDirectory() as folder, serving_demo(folder) as home, sync_playwright() as engine:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = engine.chromium.launch(executable_path=path, args=arguments)
        rows = [row for name, network in NETWORKS.items() for row in _compare(browser, home, name, network)]
        browser.close()
    return [Table(f"First visits with an empty cache, median of {RUNS}.", HEADS, rows)]


def find_chromium() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


@contextmanager
def serving_demo(folder: str) -> Iterator[str]:
    """The demo in `folder` and the bare page, on a loopback port."""
    app = create_app(read_config(demo_settings(Path(folder))))
    _add_floor(app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietRequests)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _compare(
    browser: Browser, home: str, name: str, network: tuple[int, int] | None
) -> list[tuple[str, ...]]:
    found = {}
    for label, path, script in (("survey page", SURVEY, True), ("bare page", FLOOR, False)):
        loads = [_load(browser, home + path, network, wait_for_scripts=script) for _ in range(RUNS)]
        found[label] = Load(*(median(getattr(load, field) for load in loads) for field in Load.__slots__))
    return [
        (
            f"{label}, {name}",
            f"{load.size / 1000:.1f} KB",
            f"{load.requests:.0f}",
            f"{load.painted / 1000:.2f} s",
            f"{load.usable / 1000:.2f} s",
            f"{load.scripts / 1000:.2f} s" if load.scripts else "",
            f"{load.usable / found['bare page'].usable:.2f}",
        )
        for label, load in found.items()
    ]


def _load(browser: Browser, url: str, network: tuple[int, int] | None, *, wait_for_scripts: bool) -> Load:
    context = browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)
    page = context.new_page()
    sizes: list[float] = []
    _throttle(page, network, sizes)
    page.goto(url, wait_until="commit")
    usable = page.evaluate(USABLE)
    scripts = 0.0
    if wait_for_scripts:
        page.locator("section").first.wait_for()
        scripts = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    found = Load(sum(sizes), len(sizes), page.evaluate(FIRST_PAINT), usable, scripts)
    context.close()
    return found


def _throttle(page: Page, network: tuple[int, int] | None, sizes: list[float]) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    if network:
        speed = network[0] * 1000 / 8
        limits = {"latency": network[1], "downloadThroughput": speed, "uploadThroughput": speed}
        session.send("Network.emulateNetworkConditions", {"offline": False, **limits})


def _add_floor(app: Flask) -> None:
    page = ready_page(_floor())
    app.add_url_rule(FLOOR, "floor", lambda: send_page(page))


def _floor() -> str:
    """The same questions with nothing but HTML: no style, no script, no route."""
    questionnaire = read_survey(data_dir("surveys") / FORM_ID).questionnaire

    def field(question: Question) -> str:
        choices = questionnaire.choices_of(question)
        kind = "checkbox" if question.type == "select_multiple" else "radio"
        buttons = (
            f'<label><input type="{kind}" name="{question.name}" value="{choice.name}">'
            f"{escape(choice.label[LANGUAGE])}</label>"
            for choice in choices
        )
        control = "".join(buttons) if choices else f'<input name="{question.name}">'
        return control if question.type != "note" else ""

    questions = "".join(
        f"<fieldset><legend>{escape(question.label[LANGUAGE])}</legend>{field(question)}</fieldset>"
        for question in questionnaire.questions()
    )
    head = f'<!doctype html><html lang="{LANGUAGE}"><meta charset="utf-8"><title>?</title>'
    return re.sub(r"\s+", " ", f"{head}<form>{questions}</form>")
