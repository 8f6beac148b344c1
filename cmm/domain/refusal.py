"""What is refused for a reason that a person can act on."""

import re
from typing import ClassVar


class Refusal(Exception):
    """Base of all refusals. `key` names the sentence to show ("round_not_open"), `subject` what it is about.

    The subject is a name or a code of ours, never an answer, a coupon or anything about a respondent.
    """

    key: ClassVar[str] = "refusal"

    def __init_subclass__(cls) -> None:
        cls.key = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, subject: str = "") -> None:
        super().__init__(f"{self.key}: {subject}" if subject else self.key)
        self.subject = subject
