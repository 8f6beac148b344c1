"""Reading XML that anybody may have written: no document types, no entities, bounded in size and depth."""

from dataclasses import dataclass, field
from xml.parsers import expat

MOST_ELEMENTS = 20_000
DEEPEST = 30


class NotXml(Exception):
    """What was sent cannot be read, or is larger or deeper than any form."""


@dataclass(slots=True)
class Node:
    """An element: its name without its namespace, attributes likewise, and the text directly in it."""

    name: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def find(self, name: str) -> list["Node"]:
        """The children with this name, in order."""
        return [child for child in self.children if child.name == name]


def read_xml(data: bytes) -> Node:
    """The outermost element. Raises NotXml, never with a word of what was sent."""
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse  # without a document type there are no entities to expand
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.write
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # LookupError: an encoding that nobody knows
        raise NotXml from None
    return reading.root.children[0]


def _refuse(*_declared: object) -> None:
    raise NotXml


class _Reading:
    """The elements that are open, the outermost first."""

    def __init__(self) -> None:
        self.root = Node("", {})
        self._open = [self.root]
        self._count = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise NotXml
        node = Node(_local(name), {_local(key): value for key, value in attributes.items()})
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def write(self, text: str) -> None:
        self._open[-1].text += text


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
