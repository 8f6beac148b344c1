"""An attacker who knows the rule, the code, the exact number of responses of every unit and all publications.

`docs/disclosure.md` says what exactly is attacked, what a silence of this attacker proves and what it does
not. Nothing is published while it finds anything.
"""

from cmm.domain.disclosure.intruder.attack import (
    INSIDERS,
    Progress,
    find_leaks,
    leave_out_undecided,
    say_nothing,
)
from cmm.domain.disclosure.intruder.findings import (
    CONTRADICTION,
    FEW_BETWEEN,
    NEARLY_ALL,
    SMALL_COUNT,
    STOPPED,
    UNDECIDED,
    UNEXPLAINED,
    Finding,
)
from cmm.domain.disclosure.intruder.shape import check_numbers
from cmm.domain.disclosure.intruder.sight import Publication

__all__ = [
    "CONTRADICTION",
    "FEW_BETWEEN",
    "INSIDERS",
    "NEARLY_ALL",
    "SMALL_COUNT",
    "STOPPED",
    "UNDECIDED",
    "UNEXPLAINED",
    "Finding",
    "Progress",
    "Publication",
    "check_numbers",
    "find_leaks",
    "leave_out_undecided",
    "say_nothing",
]
