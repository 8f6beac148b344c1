"""The whole path of a round on its page: what is done, what is next, and where each step is done."""

from collections.abc import Callable
from dataclasses import dataclass

from cmm.services.round_progress import RoundProgress
from cmm.services.signed_in import SignedIn
from cmm.web.i18n import gettext as _

DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What decides how far a round is."""

    progress: RoundProgress
    account: SignedIn
    prepared: bool
    published: bool
    validated: bool = False
    """Whether every community has confirmed what is prepared."""
    has_texts: bool = True
    """Whether a question of the round takes texts that people work with."""

    @property
    def state(self) -> str:
        return self.progress.state

    @property
    def is_closed(self) -> bool:
        return self.state == "closed"

    @property
    def has_nothing_to_open(self) -> bool:
        """It is closed and holds no answer: nobody answered, or all were deleted. No step comes any more."""
        return self.is_closed and not (self.progress.responses or self.prepared or self.published)

    @property
    def lacks_coupons(self) -> bool:
        """People need coupons, and none was printed."""
        by_coupon = self.progress.access == "coupon"
        return by_coupon and not any(city.coupons_given for city in self.progress.cities)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `links` are (endpoint, words); each endpoint takes the round's id."""

    code: str
    title: str
    about: str
    state: str
    links: tuple[tuple[str, str], ...] = ()


def list_steps(facts: PathFacts) -> list[Step]:
    """The steps in their order; a step that the round does not need is left out."""
    return [step for build in _STEPS if (step := build(facts))]


def find_now(facts: PathFacts) -> Step | None:
    """The step at which a round is; None when all is done."""
    return next((step for step in list_steps(facts) if step.state == NOW), None)


def _plan(facts: PathFacts) -> Step:
    links = (("office.plan.confirm_replanning", _("Plan anew…")),)
    may = facts.state == "draft" and facts.account.role == "coordinator"
    return Step(
        "plan",
        _("Plan the round"),
        _("Questions, cities, dates and keys are chosen. What was opened once is not changed any more."),
        DONE,
        links if may else (),
    )


def _paper(facts: PathFacts) -> Step:
    coupons = (("office.coupons.show_coupons", _("Coupons")),)
    by_coupon = facts.progress.access == "coupon" and facts.account.role != "reader"
    return Step(
        "paper",
        _("Print and prepare"),
        _("Coupons, posters and the phones of peer monitors are prepared before the first day."),
        _before_closing(facts, NOW if facts.state == "draft" or facts.lacks_coupons else DONE),
        (*(coupons if by_coupon else ()), ("office.passes.show_passes", _("Phones of peer monitors"))),
    )


def _collect(facts: PathFacts) -> Step:
    return Step(
        "collect",
        _("Collect answers"),
        _("The round is opened. You see how many answered in each city, and how many more are needed."),
        _before_closing(facts, LATER if facts.state == "draft" or facts.lacks_coupons else NOW),
        (("office.progress.show_progress", _("How it goes")),),
    )


def _close(facts: PathFacts) -> Step:
    links = (("office.rounds.confirm_closure", _("Close the round…")),)
    may = facts.state in ("open", "paused") and facts.account.role != "reader"
    return Step(
        "close",
        _("Close the round"),
        _("No more answers are taken. Unused coupons are deleted for good."),
        _before_closing(facts, LATER),
        links if may else (),
    )


def _open(facts: PathFacts) -> Step:
    links = (("office.quality.show_quality", _("Quality of the data")),)
    return Step(
        "open",
        _("Open and count"),
        _("A key holder opens the sealed answers for a short time. What looks odd is named."),
        _after_closing(facts, DONE if facts.prepared or facts.published else _while_answers_wait(facts)),
        links if facts.prepared else (),
    )


def _validate(facts: PathFacts) -> Step:
    links = (("office.validation.show_meetings", _("Meetings with the community")),)
    done = facts.published or facts.validated
    return Step(
        "validate",
        _("Look at it with the community"),
        _("The people of each city look at their own page and say whether it is right."),
        _after_closing(facts, DONE if done else NOW if facts.prepared else LATER),
        links if facts.prepared or facts.published else (),
    )


def _texts(facts: PathFacts) -> Step | None:
    """Anybody who may work with texts finds them here; whether there are any, only opening them tells."""
    if not facts.has_texts:
        return None
    links = (("office.texts.show_questions", _("Texts in people's own words")),)
    may = facts.is_closed and facts.account.role != "reader"
    return Step(
        "texts",
        _("Read what people wrote"),
        _(
            "A key holder sorts the texts by theme and retells some of them. "
            "Results can be prepared without it."
        ),
        _after_closing(facts, DONE if facts.prepared or facts.published else LATER),
        links if may else (),
    )


def _publish(facts: PathFacts) -> Step:
    links = (("office.preview.show_round", _("Look at it as the public would")),)
    return Step(
        "publish",
        _("Publish"),
        _("A second person looks at the page as the public will see it, and publishes."),
        _after_closing(facts, DONE if facts.published else NOW if facts.validated else LATER),
        links if facts.prepared else (),
    )


def _ask(facts: PathFacts) -> Step:
    links = (("office.findings.show_findings", _("Ask for a change")),)
    return Step(
        "ask",
        _("Ask for changes"),
        _("From a finding you ask the office that can change it; what is promised stands in public."),
        _after_closing(facts, NOW if facts.published else LATER),
        links if facts.published else (),
    )


_STEPS: tuple[Callable[[PathFacts], Step | None], ...] = (
    _plan,
    _paper,
    _collect,
    _close,
    _texts,
    _open,
    _validate,
    _publish,
    _ask,
)


def _while_answers_wait(facts: PathFacts) -> str:
    return LATER if facts.has_nothing_to_open else NOW


def _before_closing(facts: PathFacts, otherwise: str) -> str:
    return DONE if facts.is_closed else otherwise


def _after_closing(facts: PathFacts, then: str) -> str:
    return then if facts.is_closed else LATER
