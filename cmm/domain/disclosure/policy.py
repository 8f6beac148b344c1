"""The numbers of the publication rule, and why they are what they are.

The rule is "merge, round, sum": see the `fives` module. It was chosen because, for groups of 10 to 40 people
whose exact size everybody knows, hiding small cells and plain rounding can both be unpicked by arithmetic.
"""

STEP = 5
"""Published counts are multiples of this. With 5, the proof stands when two insiders pool their own answers;
with 3 it falls to two insiders; with 10 a city of 23 would say nothing."""

SMALLEST_GROUP = 10
"""Nothing is published about fewer people, and nothing that sets fewer apart from the others.
The usual threshold of statistical offices for health data."""

SMALLEST_CHANGE = 10
"""A later snapshot gives a unit new numbers only when at least this many responses came or went: the
difference of two publications is itself a publication about the people between them."""

WORDS_BELOW = 20
"""Under this base a share is said in words: its error is 8 points and more, a percentage would promise too
much."""

FULL_SCALE_FROM = 30
"""A scale of five points is shown in full from this base on; under it, three groups."""

LARGEST_ROUNDING = STEP // 2
"""How far the nearest multiple of STEP can be from a number of responses."""


def nearest_five(number: int) -> int:
    """The multiple of 5 nearest to `number`. No ties: remainders are 1, 2 (down) and 3, 4 (up)."""
    return STEP * ((number + LARGEST_ROUNDING) // STEP)


def has_changed(responses: int, published: int) -> bool:
    """True when a unit of `responses` surely differs by SMALLEST_CHANGE from the one published as
    `published`.

    The exact number behind the published one was not kept, so the largest rounding is added to be sure.
    """
    return abs(responses - published) >= SMALLEST_CHANGE + LARGEST_ROUNDING
