"""The XPath 1.0 grammar of elementpath, cut down to the functions that our questionnaires may call.

elementpath is used for reading only; nothing here evaluates. A parser class of elementpath needs a module of
its own, because it registers its token classes in that module.
"""

import re

from elementpath import XPath1Parser
from elementpath.tdop import Parser
from elementpath.xpath_tokens import XPathToken

ARITIES: dict[str, tuple[int, int | None]] = {
    "selected": (2, 2),
    "count-selected": (1, 1),
    "not": (1, 1),
    "true": (0, 0),
    "false": (0, 0),
    "if": (3, 3),
    "coalesce": (2, 2),
    "string-length": (1, 1),
    "contains": (2, 2),
    "starts-with": (2, 2),
    "normalize-space": (1, 1),
    "concat": (1, None),
    "string": (1, 1),
    "number": (1, 1),
    "int": (1, 1),
    "round": (1, 1),
    "regex": (2, 2),
    "today": (0, 0),
    "date": (1, 1),
}
"""The functions of our subset with the least and the largest number of arguments; None is "any number"."""


class OdkParser(XPath1Parser):
    """Reads expressions into elementpath tokens; raises SyntaxError or elementpath's own errors."""

    literals_pattern = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)""")
    # XPath 1.0 knows neither exponents nor digits of other scripts.

    def parse(self, source: str) -> XPathToken:
        # The parent class would go on to evaluate constant parts, with rules that are not ours.
        return Parser.parse(self, source)


for _name in [name for name, token in OdkParser.symbol_table.items() if "function" in str(token.label)]:
    OdkParser.unregister(_name)
for _name in ARITIES:
    # Every function takes any number of arguments here: the walk counts them and says so in plain words.
    OdkParser.function(_name, nargs=(0, None))
