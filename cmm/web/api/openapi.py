"""The description of the interface: OpenAPI 3.1, written by hand and held to the answers by tests."""

from collections.abc import Mapping
from typing import Any

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.web.api import examples
from cmm.web.api.asking import DIMENSIONS, FURTHEST, MOST, PLACE
from cmm.web.api.blueprint import VERSION
from cmm.web.api.schemas import SCHEMAS, Schema, page_of, ref
from cmm.web.problems import MEDIA_TYPE

Json = Mapping[str, Any]

SUMMARY = (
    "Published figures of surveys that clients of health services make among themselves. Read only, without "
    "a key and without cookies. Every count is a multiple of five and no smaller group than ten is "
    "published, so that no figure points at a person. Licence of the data: CC BY 4.0; please name the "
    "source, the number of the publication and its date. Fields may be added within a version, never removed."
)
PARAMETERS: Mapping[str, Json] = {
    "round": {
        "name": "round",
        "in": "path",
        "required": True,
        "description": "The code of a round, from /rounds.",
        "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$"},
    },
    "publication": {
        "name": "publication",
        "in": "path",
        "required": True,
        "description": "Its number, its digest (SHA-256), or the word newest.",
        "schema": {"type": "string", "pattern": "^(newest|[1-9][0-9]{0,5}|[0-9a-f]{64})$"},
    },
    "language": {
        "name": "language",
        "in": "query",
        "description": "Labels in this language only.",
        "schema": {"enum": list(SCREEN_LANGUAGES)},
    },
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "How many items at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST},
    },
    "offset": {
        "name": "offset",
        "in": "query",
        "description": "How many items to leave out at the beginning.",
        "schema": {"type": "integer", "minimum": 0, "maximum": FURTHEST, "default": 0},
    },
    "place": {
        "name": "place",
        "in": "query",
        "description": "Figures of this unit only; ALL is the sum of all units.",
        "schema": {"type": "string", "pattern": f"^{PLACE.pattern}$"},
    },
    "dimension": {
        "name": "dimension",
        "in": "query",
        "description": "Indicators of this dimension of the AAAAQ framework only.",
        "schema": {"enum": list(DIMENSIONS)},
    },
}
LISTED = ("language", "limit", "offset")
PARTS = {
    "units": ("Unit", "The places that have figures of their own.", LISTED),
    "places": ("Place", "The cities of the round and the unit each is published in.", LISTED),
    "indicators": (
        "Indicator",
        "Indicators with their figures for every place.",
        (*LISTED, "place", "dimension"),
    ),
    "questions": ("Question", "Questions with the published counts of their answers.", (*LISTED, "place")),
    "breakdowns": ("Breakdown", "Groups of people, for the whole round only.", LISTED),
}
ONE = "/rounds/{round}/publications/{publication}"


def build_openapi(site: str) -> Json:
    """The whole document; `site` is the address under which it is served."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Community-led monitoring: open data",
            "version": "1.0.0",
            "description": SUMMARY,
            "license": {"name": "CC BY 4.0 (the data)", "url": examples.LICENCE},
        },
        "externalDocs": {"url": f"{site}/en/data", "description": "The same in plain words, with examples."},
        "servers": [{"url": f"{site}/api/{VERSION}"}],
        "security": [],
        "paths": {**_begin(), **_rounds(), **_parts()},
        "components": {"schemas": dict(SCHEMAS), "parameters": dict(PARAMETERS)},
    }


def _begin() -> Json:
    description: Schema = {"type": "object", "required": ["openapi", "info", "paths"]}
    return {
        "/": _read("getIndex", "Where everything begins.", ref("Index"), examples.INDEX),
        "/openapi.json": _read("getOpenapi", "This document.", description, {"openapi": "3.1.0"}),
    }


def _rounds() -> Json:
    found = ("language",)
    return {
        "/rounds": _read(
            "listRounds",
            "Rounds with a publication, the newest publication first.",
            page_of("Round"),
            examples.page_example(examples.ONE_ROUND),
            LISTED,
        ),
        "/rounds/{round}": _read(
            "getRound",
            "One round by its newest publication.",
            ref("Round"),
            examples.ONE_ROUND,
            ("round", *found),
            gone=True,
        ),
        "/rounds/{round}/publications": _read(
            "listPublications",
            "The history of a round, the newest first; withdrawn ones with their reason.",
            page_of("Entry", round={"type": "string"}),
            examples.page_example(examples.ENTRY, round=examples.ROUND),
            ("round", "limit", "offset"),
        ),
        ONE: _read(
            "getPublication",
            "One publication.",
            ref("Publication"),
            examples.ONE_PUBLICATION,
            ("round", "publication", *found),
            gone=True,
        ),
    }


def _parts() -> Json:
    return {
        f"{ONE}/{part}": _read(
            f"list{name}s",
            summary,
            page_of(name, source=ref("Source")),
            examples.page_example(examples.PARTS[part], source=examples.SOURCE),
            ("round", "publication", *parameters),
            gone=True,
        )
        for part, (name, summary, parameters) in PARTS.items()
    }


def _read(
    name: str,
    summary: str,
    schema: Schema,
    example: Json,
    parameters: tuple[str, ...] = (),
    *,
    gone: bool = False,
) -> Json:
    """An address that is read: its answer, the reader's own copy still being right, and its refusals."""
    responses = {
        "200": _answer("As asked.", "application/json", schema, example),
        "304": {"description": "Not changed since the ETag that was sent with If-None-Match."},
        "400": _answer("A parameter is wrong.", MEDIA_TYPE, ref("Problem"), examples.WRONG_PARAMETER),
    }
    if "round" in parameters:
        responses["404"] = _answer("There is no such one.", MEDIA_TYPE, ref("Problem"), examples.NOT_FOUND)
    if gone:
        responses["410"] = _answer(
            "It was withdrawn.", MEDIA_TYPE, ref("WithdrawnProblem"), examples.WITHDRAWN
        )
    used = [{"$ref": f"#/components/parameters/{each}"} for each in parameters]
    return {"get": {"operationId": name, "summary": summary, "parameters": used, "responses": responses}}


def _answer(description: str, media_type: str, schema: Schema, example: Json) -> Json:
    content = {media_type: {"schema": schema, "examples": {"example": {"value": example}}}}
    return {"description": description, "content": content}
