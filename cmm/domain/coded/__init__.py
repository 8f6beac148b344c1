"""A round in code: one row of small numbers for each response, so that a million of them can be counted.

What a question is in one response, whether it was asked and what was answered, is its state. Everybody gives
one of a few answers to one of a few questions, so there are few states; a response is a row of their numbers.
Parts of a round are coded apart, in other processes or on other machines, and joined in any order.
"""

from cmm.domain.coded.coder import Coded, Refused, ResponseCoder
from cmm.domain.coded.opening import Opening, Sealed, open_part
from cmm.domain.coded.responses import CodedResponses, Found, Origin, code_answers, code_responses, join
from cmm.domain.coded.states import State

__all__ = [
    "Coded",
    "CodedResponses",
    "Found",
    "Opening",
    "Origin",
    "Refused",
    "ResponseCoder",
    "Sealed",
    "State",
    "code_answers",
    "code_responses",
    "join",
    "open_part",
]
