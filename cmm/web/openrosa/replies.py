"""What this door answers: OpenRosa's own XML, with its headers (https://docs.getodk.org/openrosa-http/)."""

from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response

from cmm.web.i18n import current_language

MESSAGE = "http://openrosa.org/http/response"
LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"

Row = dict[str, str]


def send_message(status: int, text: str, **headers: str) -> Response:
    """A sentence for the person who holds the phone, in the language that the app asked for."""
    root = Element("OpenRosaResponse", xmlns=MESSAGE)
    SubElement(root, "message").text = text
    return send_xml(tostring(root, "utf-8", xml_declaration=True), status, **headers)


def send_rows(name: str, namespace: str, row_name: str, rows: list[Row]) -> Response:
    """A list of things with their properties; those that are empty are left out."""
    root = Element(name, xmlns=namespace)
    for row in rows:
        element = SubElement(root, row_name)
        for key, text in row.items():
            if text:
                SubElement(element, key).text = text
    return send_xml(tostring(root, "utf-8", xml_declaration=True))


def send_xml(content: bytes, status: int = 200, **headers: str) -> Response:
    """`headers` are written with underscores: ``Retry_After``."""
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, own, content_type="text/xml; charset=utf-8")


def add_headers(response: Response) -> Response:
    """The server itself says the date."""
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["Content-Language"] = current_language()
    return response
