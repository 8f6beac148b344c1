"""Drafts that reports of problems have opened, as cards on the first page and in the ledger."""

from cmm.services.problem_drafts import OpenDraft, list_problem_drafts
from cmm.web import database
from cmm.web.office.sign_in import current_account


def list_open_reports() -> list[OpenDraft]:
    """Those of the account's own cities."""
    every = list_problem_drafts(database.session())
    return [each for each in every if current_account().works_for([each.city_id])]
