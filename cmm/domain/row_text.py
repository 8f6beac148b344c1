"""Rows of tables as text, and a sum of rows that does not depend on their order.

A value is a text, number, boolean or None, or bytes, or a day. JSON has no bytes and no days: they are
written as ``{"b": base64}`` and ``{"d": "2026-11-22"}``. JSON columns come as the text that stands in the
database.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

Row = tuple[Any, ...]
MODULUS = 1 << 256


class RowSums:
    """How many rows each table has, and the sum of their SHA-256: equal for the same rows in any order."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._sums: dict[str, int] = {}

    def add(self, table: str, rows: Iterable[Row]) -> None:
        digests = [int.from_bytes(sha256(write_rows([row])).digest(), "big") for row in rows]
        self._counts[table] = self._counts.get(table, 0) + len(digests)
        self._sums[table] = (self._sums.get(table, 0) + sum(digests)) % MODULUS

    def told(self) -> dict[str, list[Any]]:
        """Count and sum (64 hexadecimal digits) by table; tables without rows are left out."""
        return {name: [count, f"{self._sums[name]:064x}"] for name, count in self._counts.items() if count}


def write_rows(rows: Iterable[Row]) -> bytes:
    """Rows as JSON in UTF-8 without a line break; the same rows give the same bytes."""
    return json.dumps(list(rows), default=_write_value, ensure_ascii=False, separators=(",", ":")).encode()


def read_rows(told: Iterable[Any]) -> list[Row]:
    """The rows of parsed JSON that `write_rows` wrote. Raises ValueError, TypeError."""
    return [tuple(_read_value(value) for value in row) for row in told]


def _write_value(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, bytes | bytearray | memoryview):
        return {"b": b64encode(bytes(value)).decode()}
    raise TypeError(type(value).__name__)


def _read_value(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    [(kind, told)] = value.items()
    return date.fromisoformat(told) if kind == "d" else b64decode(told, validate=True)
