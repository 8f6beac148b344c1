"""A table as bytes and back, small: what a page carries, sealed, from one step of an import to the next."""

import json
import zlib

from cmm.domain.delimited import TextTable
from cmm.domain.field_table import FieldTable
from cmm.domain.sheet_columns import LeftOut


def pack_table(found: FieldTable) -> bytes:
    """Compressed JSON."""
    table = found.table
    content = {
        "header": table.header,
        "rows": table.rows,
        "identities": table.identities,
        "turned_down": sorted(table.turned_down),
        "format": table.format,
        "sheet": table.sheet,
        "beside": table.beside,
        "has_identities": found.has_identities,
        "left_out": [(one.header, one.why, one.what) for one in found.left_out],
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def unpack_table(packed: bytes) -> FieldTable:
    """What `pack_table` made; only for bytes that are known to be ours."""
    content = json.loads(zlib.decompress(packed))
    table = TextTable(
        header=tuple(content["header"]),
        rows=tuple((row, tuple(cells)) for row, cells in content["rows"]),
        format=content["format"],
        sheet=content["sheet"],
        beside=tuple(content["beside"]),
        identities=tuple(content["identities"]),
        turned_down=frozenset(content["turned_down"]),
    )
    return FieldTable(table, tuple(LeftOut(*one) for one in content["left_out"]), content["has_identities"])
