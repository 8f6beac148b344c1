"""A peer monitor's phone for tests: its profile outlives its browser; and a site whose network can be cut."""

import os
import shutil
import signal
import threading
from contextlib import suppress
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect
from werkzeug.serving import make_server

from tests.browser.answering import PHONE, Watch, press, to_the_last_look
from tests.browser.conftest import NAMES

WAITING = 30_000
"""Milliseconds that sending may take on a busy machine."""
FORGETTING = """async () => ({
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  items: localStorage.length + sessionStorage.length,
})"""


class Site:
    """The running application on one port; stopped, it is a place without network."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self._port, self._app, threaded=True)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class MonitorPhone:
    """Chromium with a profile folder of its own."""

    def __init__(self, engine: BrowserType, profile: Path, site: Site) -> None:
        self._engine, self.profile, self.site = engine, profile, site
        self.is_offline = False
        self.start()

    def start(self) -> None:
        """Open the browser with the profile as it is."""
        path = next(found for name in NAMES if (found := shutil.which(name)))
        self.context: BrowserContext = self._engine.launch_persistent_context(
            self.profile,
            executable_path=path,
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
            **PHONE,
        )
        self.context.set_offline(self.is_offline)
        self.watch = Watch(self.context.pages[0])

    @property
    def page(self) -> Page:
        return self.watch.page

    def kill(self) -> None:
        """As when the battery dies: no process of the browser can finish anything."""
        _, _, process = os.readlink(self.profile / "SingletonLock").rpartition("-")
        os.kill(int(process), signal.SIGKILL)
        self.close()

    def close(self) -> None:
        with suppress(Error):
            self.context.close()

    def leave_the_network(self) -> None:
        self.site.stop()
        self.is_offline = True
        self.context.set_offline(True)

    def find_the_network(self) -> None:
        self.site.start()
        self.is_offline = False
        self.context.set_offline(False)

    def show(self, language: str = "kk", behind: str = "") -> Page:
        """Open field mode."""
        self.page.goto(f"{self.site.address}/{language}/field{behind}")
        return self.page

    def take_pass(self, code: str, language: str = "kk") -> Page:
        """Type the pass, and wait until the phone can do without network."""
        page = self.show(language)
        page.locator("#pass").fill(code)
        page.locator("[value=use]").tap()
        page.locator("#ready").wait_for()
        expect(page.locator("#news")).not_to_be_empty()
        return page

    def answer(self, coupon: str = "", comment: str = "") -> None:
        """One person from "Begin" to "hand the phone back"."""
        self.begin(coupon)
        to_the_last_look(self.page, comment)
        press(self.page, "send")
        self.page.locator("#done").wait_for()

    def begin(self, coupon: str = "") -> None:
        self.page.locator("[value=begin]").tap()
        self.page.locator("#answers h1:visible").first.wait_for()
        if coupon:
            self.page.locator("#coupon").fill(coupon)

    def take_back(self) -> None:
        self.page.locator("[value=back]:visible").tap()
        self.page.locator("#ready").wait_for()

    def wait_for_count(self, count: int) -> None:
        expect(self.page.locator("#count")).to_have_text(str(count), timeout=WAITING)

    def what_is_kept(self) -> dict[str, int]:
        found: dict[str, int] = self.page.evaluate(FORGETTING)
        return found

    def files_with(self, text: str) -> list[str]:
        """Files of the profile that hold `text` in any way a browser writes text."""
        needles = {text.encode("utf-8"), text.encode("utf-16-le")}
        files = [path for path in self.profile.rglob("*") if path.is_file() and not path.is_symlink()]
        return [
            str(path.relative_to(self.profile))
            for path in files
            if any(needle in _read_if_there(path) for needle in needles)
        ]


def _read_if_there(path: Path) -> bytes:
    """What a dying browser deletes while we look is gone from the phone too."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
