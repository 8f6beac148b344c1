"""Expressions of an XLSForm: text -> JSON tree -> value, and what an author should be warned about."""

from cmm.domain.questionnaire.expressions.check import Finding, check_expression
from cmm.domain.questionnaire.expressions.evaluate import Record, Value, as_number, as_text, evaluate, is_true
from cmm.domain.questionnaire.expressions.parser import ExpressionRefused, parse
from cmm.domain.questionnaire.expressions.trees import columns, iterate_nodes, references

__all__ = [
    "ExpressionRefused",
    "Finding",
    "Record",
    "Value",
    "as_number",
    "as_text",
    "check_expression",
    "columns",
    "evaluate",
    "is_true",
    "iterate_nodes",
    "parse",
    "references",
]
