"""Requests and promises as people read them: facts, dates and published figures, and no blame beyond them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmm.domain.promises import (
    CONFIRMED,
    ESCALATED,
    NOT_CONFIRMED,
    PROMISED,
    REOPENED,
    REPLIED,
    REQUESTED,
    SAID_DONE,
    TAKEN_BACK,
    UNTOLD,
    Evidence,
    Story,
)
from cmm.domain.snapshot import EVERYWHERE
from cmm.services.promise_evidence import FEW, PLACES, Obstacle
from cmm.services.published_promises import PublicFinding, PublicPromise, PublicStep
from cmm.web.i18n import day, ngettext, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.page import ALL_PLACES
from cmm.web.reading.series import difference_words
from cmm.web.reading.shares import Share, build_share

MARKS = {
    "asked": "…",
    "answered": "↩",
    "promised": "◷",
    "said_done": "○",
    "clients_confirm": "✓",
    "clients_do_not_confirm": "✕",
    "reopened": "↻",
    "escalated": "↑",
    "taken_back": "–",
}
"""A sign beside each state, so that no colour has to be seen."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a story; `lines` are whole sentences, `words` what somebody wrote, as written."""

    heading: str
    on: str
    lines: tuple[str, ...]
    words: str
    number: int
    file: str | None


@dataclass(frozen=True, slots=True)
class PromiseView:
    """One request for a page. `age` is what is awaited or overdue now, `finding` a whole sentence, `outcome`
    the newest figures side by side, "" before a later round says something.
    """

    promise_id: str
    state: str
    state_words: str
    mark: str
    ask: str
    place: str
    service: str
    office: str
    mandate: str
    age: str
    overdue: bool
    finding: str
    target: str
    outcome: str
    steps: tuple[StepView, ...]
    source: PublicFinding

    @property
    def figure_place(self) -> str:
        """The place of the figure as it stands in addresses."""
        return ALL_PLACES if self.source.place == EVERYWHERE else self.source.place


def build_view(promise: PublicPromise, today: date) -> PromiseView:
    """Everything a page says about one request."""
    story, finding = promise.story, promise.finding
    return PromiseView(
        promise_id=promise.promise_id,
        state=story.state,
        state_words=state_words(story.state),
        mark=MARKS.get(story.state, "·"),
        ask=words(promise.asks),
        place=words(finding.place_names),
        service=words(promise.service),
        office=words(promise.bearer.names),
        mandate=words(promise.bearer.mandate),
        age=age_words(story, today),
        overdue=story.is_overdue(today),
        finding=finding_words(finding),
        target=target_words(promise),
        outcome=_outcome(promise),
        steps=tuple(_step(step, promise) for step in promise.steps),
        source=finding,
    )


def kept_first(promises: Sequence[PublicPromise]) -> list[PublicPromise]:
    """For “You said, they did”: what clients confirm, then what is said to be done, then promises, then the
    others in their order.
    """
    order = (CONFIRMED, SAID_DONE, PROMISED)
    return sorted(promises, key=lambda each: order.index(each.state) if each.state in order else len(order))


def list_views(promises: Sequence[PublicPromise], today: date) -> list[PromiseView]:
    """The same for many, in their order."""
    return [build_view(promise, today) for promise in promises]


def state_words(state: str) -> str:
    """A state as it stands beside a request."""
    return {
        "draft": _("waits for a second person"),
        "dropped": _("turned down, never public"),
        "asked": _("no reply yet"),
        "answered": _("answered, nothing promised"),
        "promised": _("promised"),
        "said_done": _("said to be done"),
        "clients_confirm": _("clients confirm it"),
        "clients_do_not_confirm": _("clients do not confirm it"),
        "reopened": _("asked again"),
        "escalated": _("taken to a higher office"),
        "taken_back": _("taken back by the network"),
    }[state]


def bearer_kind_words(kind: str) -> str:
    """What kind of office it is."""
    return {
        "clinic": _("clinic or service"),
        "city_health": _("city health department"),
        "ministry": _("ministry"),
        "police": _("police"),
        "prison": _("prison service"),
        "ccm": _("Country Coordinating Mechanism"),
        "donor": _("donor"),
    }.get(kind, _("other office"))


def age_words(story: Story, today: date) -> str:
    """What is awaited, since when; "" when nothing is."""
    if story.is_overdue(today):
        count = story.days_overdue(today)
        late = ngettext("%(count)s day overdue", "%(count)s days overdue", count) % {"count": count}
        return f"{_waiting(story, today)}, {late}" if story.waiting else late
    if story.due_on is None:
        return ""
    awaited = _("awaited until %(day)s") % {"day": day(story.due_on)}
    return f"{_waiting(story, today)}, {awaited}" if story.waiting else awaited


def finding_words(finding: PublicFinding) -> str:
    """The figure behind a request, as careful as the pages of figures are."""
    share = _share(finding.count, finding.of, finding)
    return _("%(indicator)s: %(share)s") % {"indicator": words(finding.label), "share": _told(share)}


def target_words(promise: PublicPromise) -> str:
    """The number that is asked for; "" when none was named."""
    if promise.target is None:
        return ""
    if promise.finding.less_is_better:
        return _("The goal: at most %(percent)s of 100.") % {"percent": promise.target}
    return _("The goal: at least %(percent)s of 100.") % {"percent": promise.target}


def evidence_words(evidence: Evidence, finding: PublicFinding) -> str:
    """The two figures side by side."""
    before = _told(_share(*evidence.before, finding))
    after = _told(_share(*evidence.after, finding))
    return _("When it was asked: %(before)s. In the later round: %(after)s.") % {
        "before": before,
        "after": after,
    }


def verdict_words(kind: str) -> str:
    """What a comparison means, and what it does not."""
    return {
        CONFIRMED: _(
            "In the later round the figure is clearly better: the difference is larger than chance."
        ),
        NOT_CONFIRMED: _(
            "In the round that was opened after it was said to be done, the figure is no better. "
            "This does not say why."
        ),
        UNTOLD: _("From these answers it cannot be told whether it became better."),
    }[kind]


def obstacle_words(obstacle: Obstacle | None) -> str:
    """Why the newest later round is not compared with the first figure; "" when it is, or there is none."""
    if obstacle is None:
        return ""
    why = {
        PLACES: _(
            "it shows this place together with other cities, or without some of them, so the two figures "
            "would be about different people"
        ),
        FEW: _("it has too few answers here, or the figure is not published"),
    }
    reason = why.get(obstacle.reason) or difference_words(obstacle.reason)
    told = _("The later round “%(round)s” is not compared: %(reason)s.")
    return told % {"round": words(obstacle.title), "reason": reason}


def _outcome(promise: PublicPromise) -> str:
    compared = [step.evidence for step in promise.steps if step.evidence]
    return evidence_words(compared[-1], promise.finding) if compared else ""


def _waiting(story: Story, today: date) -> str:
    count = story.days_waiting(today)
    return ngettext("no reply for %(count)s day", "no reply for %(count)s days", count) % {"count": count}


def _share(count: int, of: int, finding: PublicFinding) -> Share:
    return build_share(count, of, units=finding.units, population=finding.population)


def _told(share: Share) -> str:
    return f"{share.text} ({share.between})" if share.between else share.text


def _step(step: PublicStep, promise: PublicPromise) -> StepView:
    return StepView(
        _heading(step, promise),
        day(step.happened_on if step.kind in (REPLIED, PROMISED, SAID_DONE) else step.public_on),
        tuple(_lines(step, promise)),
        words(promise.asks) if step.kind == REQUESTED else step.words,
        step.number,
        step.file,
    )


def _heading(step: PublicStep, promise: PublicPromise) -> str:
    office = words(step.bearer.names) if step.bearer else words(promise.bearer.names)
    return {
        REQUESTED: _("The network asked: %(office)s"),
        REPLIED: _("The office replied"),
        PROMISED: _("The office promised"),
        SAID_DONE: _("The office says it is done"),
        CONFIRMED: _("Clients confirm it"),
        NOT_CONFIRMED: _("Clients do not confirm it"),
        UNTOLD: _("It cannot be told yet"),
        REOPENED: _("The network asked again"),
        ESCALATED: _("The network turned to: %(office)s"),
        TAKEN_BACK: _("The network takes the request back"),
    }[step.kind] % {"office": office}


def _lines(step: PublicStep, promise: PublicPromise) -> list[str]:
    lines = []
    if step.evidence:
        lines = [verdict_words(step.kind), evidence_words(step.evidence, promise.finding)]
        lines.append(_("Source: %(round)s") % {"round": words(step.later_title)})
    if step.due_on and step.kind == PROMISED:
        lines.append(_("Until %(day)s.") % {"day": day(step.due_on)})
    elif step.due_on and step.kind in (REQUESTED, REOPENED, ESCALATED):
        lines.append(_("A reply is awaited until %(day)s.") % {"day": day(step.due_on)})
    if step.proof:
        lines.append(_("What would show it: %(proof)s") % {"proof": step.proof})
    return lines
