"""Findings about the quality of the data in sentences: what was found, what it means, what to do."""

from collections.abc import Callable, Mapping

from cmm.domain.quality import QualityFinding

Say = Callable[[str], str]
"""Translates a sentence; `str` leaves it in English."""


def tell_title(code: str, _: Say) -> str:
    """What kind of finding it is, in a few words."""
    return {
        "repeated_responses": _("Responses that repeat each other"),
        "straight_lines": _("One column ticked all through"),
        "batch_alike": _("Batches that are too alike"),
        "batch_one_week": _("Batches of one week"),
        "batch_overused": _("More responses than coupons"),
        "none_and_more": _("“None of these” and more"),
        "date_to_come": _("Dates to come"),
        "many_blanks": _("Many blanks"),
        "few_of_known": _("Few of the known clients"),
        "more_than_known": _("More than the known clients"),
        "ceiling": _("Satisfied, and yet"),
    }[code]


def tell_quality(finding: QualityFinding, _: Say, labels: Mapping[str, str] | None = None) -> str:
    """What was found. `labels` are words for the questions and indicators in the details; else their codes
    serve.
    """
    details = {name: (labels or {}).get(str(code), str(code)) for name, code in finding.details.items()}
    return _found(finding, _) % {"size": tell_size(finding, _), **details}


def tell_size(finding: QualityFinding, _: Say) -> str:
    """How many responses, as roughly as is safe; empty for a finding without a size."""
    sizes = {
        "some": _("some"),
        "few": _("fewer than 10"),
        "about": _("about %(about)s") % {"about": finding.about},
        "most": _("about half or more"),
    }
    return sizes.get(finding.size, "")


def tell_meaning(finding: QualityFinding, _: Say) -> str:
    """What it may mean."""
    return {
        "repeated_responses": _(
            "Two people rarely give the same answer to everything. Somebody may have filled in the survey "
            "several times, or for others."
        ),
        "straight_lines": _(
            "People who are tired, in a hurry or watched tick one column. Such answers say little."
        ),
        "batch_alike": _("One person may have used several of these coupons, or told others what to answer."),
        "batch_one_week": _(
            "That is normal when a peer visited once. It is not when the coupons were meant for several "
            "weeks."
        ),
        "batch_overused": _("That cannot happen with coupons that were printed here."),
        "none_and_more": _("Both cannot be true. The questionnaire lets it through."),
        "date_to_come": _("The year was probably mistyped. The questionnaire lets it through."),
        "many_blanks": _(
            "People may have stopped halfway, been disturbed, or feared these questions. The figures rest on "
            "fewer people than it seems."
        ),
        "few_of_known": _("Those who answered may be unlike those who did not."),
        "more_than_known": _(
            "The known number may be too low, people of other places may have answered, or somebody answered "
            "twice."
        ),
        "ceiling": _(
            "People are thankful and afraid to lose the service, so nearly all say that they are satisfied, "
            "here as everywhere. What happened to them says more."
        ),
    }[finding.code]


def tell_what_to_do(finding: QualityFinding, _: Say) -> str:
    """What the secretary can do about it."""
    about_a_batch = _(
        "Ask the peer who gave these coupons out. If something was wrong, set the batch aside with the "
        "reason and prepare the results again."
    )
    about_the_form = _("Publish, and add a constraint to the next version of the questionnaire.")
    return {
        "repeated_responses": _(
            "Ask the peer who collected there, and look at the batches of the place. If it stays unclear, "
            "say so where you publish."
        ),
        "straight_lines": _(
            "Ask the peer who collected there. Publish with this caveat, and make the next questionnaire "
            "shorter."
        ),
        "batch_alike": about_a_batch,
        "batch_one_week": about_a_batch,
        "batch_overused": about_a_batch,
        "none_and_more": about_the_form,
        "date_to_come": about_the_form,
        "many_blanks": _("Ask the peer who collected there how it went. Publish with this caveat."),
        "few_of_known": _("Publish with this caveat, and ask the community of the city who is missing."),
        "more_than_known": _("Check the known number and its source with the secretary of the city."),
        "ceiling": _("Do not put satisfaction into a headline. Name the events first."),
    }[finding.code]


def _found(finding: QualityFinding, _: Say) -> str:
    return {
        "repeated_responses": _("Responses that repeat another one in every answer: %(size)s."),
        "straight_lines": _("Responses that tick the same place all through a list of questions: %(size)s."),
        "batch_alike": _("The responses of this batch are far more alike than those of other batches."),
        "batch_one_week": _("Nearly all responses of this batch came in one week, the others over many."),
        "batch_overused": _("More responses came with this batch than it has coupons."),
        "none_and_more": _(
            "Responses that tick “none of these” beside other answers, in the question “%(question)s”: "
            "%(size)s."
        ),
        "date_to_come": _(
            "Responses with a date that is yet to come, in the question “%(question)s”: %(size)s."
        ),
        "many_blanks": _("Responses that leave most questions blank: %(size)s."),
        "few_of_known": _("Fewer than one in three of the known clients answered."),
        "more_than_known": _("More people answered than there are known clients."),
        "ceiling": _(
            "Satisfied: about %(satisfied)s %% (“%(scale)s”). At the same time about %(happened)s %% report: "
            "“%(event)s”."
        ),
    }[finding.code]
