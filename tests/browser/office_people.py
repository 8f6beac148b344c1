"""Office people in a real browser: each with a window, a password, a code app and perhaps a passkey."""

import time
from dataclasses import dataclass

import pyotp
from playwright.sync_api import BrowserContext, Page

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A virtual device that keeps passkeys; its owner is always there."""


@dataclass
class OfficePerson:
    """`office` is the address of the office in one language, without a slash at the end."""

    context: BrowserContext
    office: str
    name: str
    password: str
    passphrase: str
    last_code: str = ""

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.office}/{path}")

    def accept(self, link: str) -> None:
        """Open an invitation, choose everything, set up a code app."""
        self.page.goto(link)
        secrets = {"password": self.password, "passphrase": self.passphrase}
        fields = {"name": self.name} | secrets | {f"{name}_again": each for name, each in secrets.items()}
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)
        self.page.locator("main form button").click()
        self.page.wait_for_url("**/second-factor/new")
        secret = self.page.locator("main code").inner_text().replace(" ", "")
        self.last_code = pyotp.TOTP(secret).at(time.time())
        self.page.locator("[name=code]").fill(self.last_code)
        self.page.locator("form[action$='/second-factor/new'] button").click()
        self.page.locator("ol.codes").wait_for()
        self.page.locator("main a.button").click()
        self.page.wait_for_url("**/office/")

    def add_passkey(self) -> None:
        developer = self.context.new_cdp_session(self.page)
        developer.send("WebAuthn.enable")
        developer.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.go("my-account")
        self.unfold()
        add = self.page.locator("form[data-passkey=create]")
        add.locator("[name=label]").fill("мой телефон")
        add.locator("[name=password]").fill(self.password)
        add.locator("button").click()
        self.page.locator("main li", has_text="мой телефон").wait_for()

    def sign_out(self) -> None:
        self.page.locator("footer form button").click()
        self.page.wait_for_url("**/sign-in")

    def give_password(self) -> None:
        self.page.locator("[name=name]").fill(self.name)
        self.page.locator("[name=password]").fill(self.password)
        self.page.locator("main form button").click()
        self.page.wait_for_url("**/second-factor")

    def give_code(self, code: str) -> None:
        self.page.locator("[name=code]").fill(code)
        self.page.locator("form[action$='/second-factor'] button").click()

    def use_passkey(self) -> None:
        self.page.locator("form[data-passkey=get] button").click()
        self.page.wait_for_url("**/office/")

    def press(self, words: str) -> None:
        """A button or a link that says exactly this; the last one, as menus come first."""
        found = self.page.get_by_role("button", name=words, exact=True)
        link = self.page.get_by_role("link", name=words, exact=True)
        found.or_(link).last.click()

    def unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    def text(self) -> str:
        return self.page.locator("main").inner_text()
