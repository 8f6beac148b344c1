"""Headers of every answer, errors included: nothing from elsewhere, nothing framed, nothing remembered."""

from io import BytesIO
from typing import IO

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
TRANSPORT = (("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}
PUBLIC_DOORS = ("dashboard", "api", "assets")


class OfficeSessions(SecureCookieSessionInterface):
    """Sessions for the office only. Everywhere else none is read, and trying to write one is an error."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if "/office" in request.path:
            return super().open_session(app, request)
        return self.make_null_session(app)


def content_policy(*, style: str) -> str:
    """The policy of a page with styles inside it; `style` is the hash that allows exactly these."""
    return CONTENT_SECURITY_POLICY.replace("style-src 'self'", f"style-src 'self' {style}")


def preview_policy(*, style: str) -> str:
    """The policy of a page that only our own pages show in a frame; nothing runs in it, no form is sent."""
    framed = content_policy(style=style).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return f"{framed}; sandbox"


def framing_policy() -> str:
    """The policy of a page that shows one of our own in a frame."""
    return f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"


def shown_elsewhere(*, style: str = "'none'") -> dict[str, str]:
    """The headers of a figure that any site may show: it holds public numbers only, runs nothing, sends
    nothing and knows nobody. `style` is the hash of the styles inside it.
    """
    policy = f"default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors *"
    return {"Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": "cross-origin"}


class RequestInMemory(Request):
    """A request whose files stay in memory, whatever their size: what a person sends is never in a
    temporary file.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


def init_security(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer; only public pages may be kept by a browser or know a session."""
    app.session_interface = OfficeSessions()
    public = [*HEADERS.items(), *(TRANSPORT if https else ())]
    private = [*public, ("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex, nofollow")]
    app.request_class = RequestInMemory

    @app.after_request
    def add_headers(response: Response) -> Response:
        present = {name.lower() for name, _value in response.headers}
        is_public = request.blueprint in PUBLIC_DOORS and response.status_code < 400
        for name, value in public if is_public else private:
            if name.lower() not in present:  # looking once costs less than `setdefault` for each
                response.headers.add(name, value)
        return response
