"""What a coordinator does before the first round: cities, people, the plan."""

from dataclasses import dataclass

from cmm.web.i18n import gettext as _
from cmm.web.office.steps import DONE, LATER, NOW, Step


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is there already. `invited` is a link that nobody has opened yet; `planning` a plan that was
    begun.
    """

    cities: bool
    colleagues: bool
    invited: bool
    planning: bool


def list_first_steps(beginning: Beginning) -> list[Step]:
    """The steps in their order. None of them keeps another one waiting."""
    return [_cities(beginning), _people(beginning), _plan(beginning)]


def _cities(beginning: Beginning) -> Step:
    return Step(
        "cities",
        _("Add your cities"),
        _("Tick them in a list. You can also do it while you plan."),
        DONE if beginning.cities else NOW,
        (("office.places.show_places", _("Cities")),),
    )


def _people(beginning: Beginning) -> Step:
    waiting = _("A link is waiting to be opened. You can plan meanwhile.")
    why = _(
        "Results need two people: one prepares them, another one publishes them. Invite now, because a "
        "round is locked for the people who are here when it is made."
    )
    state = DONE if beginning.colleagues else NOW if beginning.cities else LATER
    return Step(
        "people",
        _("Invite a second person"),
        waiting if beginning.invited and not beginning.colleagues else why,
        state,
        (("office.accounts.show_accounts", _("Accounts")),),
    )


def _plan(beginning: Beginning) -> Step:
    ready = beginning.cities and (beginning.colleagues or beginning.invited)
    return Step(
        "plan",
        _("Plan the first round"),
        _("Your plan stands below. Open it and go on.")
        if beginning.planning
        else _("Six small steps. You can stop and go on at any time."),
        NOW if ready else LATER,
    )
