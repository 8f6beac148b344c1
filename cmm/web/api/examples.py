"""One example for every answer of the interface; all numbers in them are invented."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

HERE = "https://example.org"
API = f"{HERE}/api/v1"
ROUND = "ost-2026"
DIGEST = "3f0a" * 16
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TITLE = {"en": "Clients on OST, autumn 2026"}
PUBLICATION = f"{API}/rounds/{ROUND}/publications/2"
FACTS = {
    "form_id": "ost-satisfaction",
    "form_version": "2026112202",
    "questionnaire_digest": "9b1c" * 16,
    "access": "coupon",
    "opened_on": "2026-09-01",
    "closed_on": "2026-09-30",
}
SOURCE = {
    "round": ROUND,
    "number": 2,
    "digest": DIGEST,
    "published_on": "2026-10-20",
    "superseded_by": None,
    "invented": True,
    "licence": LICENCE,
}
CLAIM = {
    "percent": 40,
    "words": {"en": "about 40%"},
    "interval": {"low": 30, "high": 51},
    "reason": None,
}
COUNTS = [{"answer": "no", "count": 30}, {"answer": "yes", "count": 20}, {"answer": "no_answer", "count": 5}]


def page_example(item: Json, **beside: Any) -> Json:
    """A list with one item."""
    return {**beside, "items": [item], "total": 1, "next": None}


INDEX: Json = {
    "rounds": f"{API}/rounds",
    "openapi": f"{API}/openapi.json",
    "documentation": {code: f"{HERE}/{code}/data" for code in ("ru", "kk", "en")},
    "licence": LICENCE,
}
ONE_ROUND: Json = {
    "round": ROUND,
    "title": TITLE,
    "invented": True,
    "state": "current",
    **FACTS,
    "responses": 300,
    "number": 2,
    "digest": DIGEST,
    "published_on": "2026-10-20",
    "withdrawn_on": None,
    "publications": 2,
    "links": {
        "self": f"{API}/rounds/{ROUND}",
        "publications": f"{API}/rounds/{ROUND}/publications",
        "newest": f"{API}/rounds/{ROUND}/publications/newest",
        "page": {"en": f"{HERE}/en/r/{ROUND}"},
    },
}
ENTRY: Json = {
    "number": 2,
    "digest": DIGEST,
    "state": "current",
    "published_on": "2026-10-20",
    "change_reason": "More answers arrived.",
    "withdrawn_on": None,
    "withdrawal_reason": None,
    "superseded_by": None,
    "links": {"self": PUBLICATION},
}
ONE_PUBLICATION: Json = {
    **SOURCE,
    "title": TITLE,
    "state": "current",
    "change_reason": "More answers arrived.",
    "supersedes": "77ab" * 16,
    **FACTS,
    "languages": ["ru", "kk", "en"],
    "responses": 300,
    "answered": 295,
    "known_clients": 340,
    "known_clients_source": "register of the health department, September 2026",
    "units": 12,
    "method": {"en": "# How this was done\n\nClients asked clients."},
    "rounded_to": 5,
    "smallest_group": 10,
    "links": {
        "self": PUBLICATION,
        **{
            part: f"{PUBLICATION}/{part}"
            for part in ("units", "places", "indicators", "questions", "breakdowns")
        },
        "snapshot": f"{HERE}/en/r/{ROUND}/snapshots/{DIGEST}.json",
        "page": {"en": f"{HERE}/en/r/{ROUND}"},
    },
}
PARTS: Mapping[str, Json] = {
    "units": {
        "unit": "almaty",
        "label": {"en": "Almaty"},
        "cities": ["almaty"],
        "responses": 55,
        "answered": 55,
        "known_clients": 60,
    },
    "places": {"city": "almaty", "label": {"en": "Almaty"}, "unit": "almaty", "reason": None},
    "indicators": {
        "indicator": "missed_closed",
        "label": {"en": "Went without a dose because the site was closed"},
        "dimension": "availability",
        "direction": "less_is_better",
        "red_line": None,
        "question": "missed_closed",
        "numerator_answers": ["yes"],
        "numerator_label": {"en": "answered that it happened"},
        "excluded_answers": ["not_sure"],
        "denominator_label": {"en": "everyone who answered the question"},
        "standard": None,
        "figures": [
            {
                "place": "almaty",
                "numerator": 20,
                "denominator": 50,
                "units": 1,
                **CLAIM,
                "red_line_state": None,
            }
        ],
    },
    "questions": {
        "question": "missed_closed",
        "type": "select_one",
        "label": {"en": "Did you go without a dose because the site was closed?"},
        "group": {"en": "Your medicine and your dose"},
        "scale": False,
        "answers": [{"answer": "yes", "label": {"en": "Yes"}}, {"answer": "no", "label": {"en": "No"}}],
        "figures": [{"place": "almaty", "counts": COUNTS, "of": 55, "units": 1, "reason": None}],
    },
    "breakdowns": {
        "question": "gender",
        "label": {"en": "Are you a woman or a man?"},
        "withheld": None,
        "groups": [{"group": "women", "label": {"en": "Woman"}, "responses": 55}],
        "questions": [
            {"question": "missed_closed", "figures": [{"group": "women", "counts": COUNTS, "of": 55}]}
        ],
        "indicators": [
            {
                "indicator": "missed_closed",
                "figures": [{"group": "women", "numerator": 20, "denominator": 50, **CLAIM}],
            }
        ],
    },
}
NOT_FOUND: Json = {
    "type": "about:blank",
    "title": "There is nothing at this address",
    "status": 404,
    "detail": "Check the round, the publication and the spelling; /api/v1/rounds lists what there is.",
}
WRONG_PARAMETER: Json = {
    "type": f"{HERE}/en/data#parameter",
    "title": "One parameter is not right",
    "status": 400,
    "detail": "language: This value is not one of those that are possible.",
    "parameter": "language",
    "allowed": ["ru", "kk", "en"],
}
WITHDRAWN: Json = {
    "type": f"{HERE}/en/data#withdrawn",
    "title": "This publication was withdrawn",
    "status": 410,
    "detail": "Please do not use or quote its figures. Reason: One city was counted twice.",
    "round": ROUND,
    "number": 1,
    "digest": DIGEST,
    "withdrawn_on": "2026-10-22",
    "reason": "One city was counted twice.",
    "superseded_by": None,
}
