"""The process that builds one pack: ``python -m cmm.web.evidence.making``, begun by `Packs.begin`.

It reads one order from its standard input, opens the database with the rights of public pages, and serves
nothing. Until its turn has come it has loaded nothing but the standard library.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmm.fault import describe_fault
from cmm.web.evidence.pack_folder import FAILED, NO_PRINTING, PackFolder

if TYPE_CHECKING:
    from flask import Flask

KINDER = 10
"""Added to the niceness of this process, so that readers come first. Some systems do not let it."""


def main() -> None:
    """Build the pack of the order that stands on the standard input."""
    asked = json.load(sys.stdin)
    with suppress(OSError):
        os.nice(KINDER)
    folder, name = PackFolder(Path(asked["instance"]) / "packs"), str(asked["order"]["name"])
    with folder.alone():
        try:
            if folder.find(name) is None:
                content = _build(asked, folder)
                if content is not None:
                    folder.keep(name, content)
        except Exception as error:
            with suppress(OSError):  # the folder may be gone
                folder.fail(name, NO_PRINTING if type(error).__name__ == "PrintingUnavailable" else FAILED)
            sys.stderr.write(f"evidence pack: {describe_fault(error)}\n")
        finally:
            folder.end(name)


def _build(asked: dict[str, Any], folder: PackFolder) -> bytes | None:
    """The pack; None when what it depends on has changed since it was ordered."""
    from cmm.store.database import Database
    from cmm.store.signing_keys import get_signing_key
    from cmm.web.evidence.keeping import DOOR, Order, make_order
    from cmm.web.evidence.pack import build_pack
    from cmm.web.evidence.reading import read_source

    order, key = Order(**asked["order"]), get_signing_key(Path(asked["instance"]))
    with _make_app().app_context():
        with Database(asked["database"]).session(DOOR) as session:
            source = read_source(session, order.round_id, order.number, order.address, order.contact)
        if source is None or make_order(source, key.public) != order:
            return None
        return build_pack(source, key, progress=lambda done: folder.say(asked["held"], done))


def _make_app() -> "Flask":
    """Templates and languages, and no address under which anything could be asked."""
    from flask import Flask

    from cmm.web.i18n import init_i18n

    app = Flask("cmm", static_folder=None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_i18n(app)
    return app


if __name__ == "__main__":
    main()
