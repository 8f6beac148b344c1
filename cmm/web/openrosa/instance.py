"""A filled-in form as it arrives: what is named by the questionnaire is kept, all else is never looked at.

Device, user name, telephone number, times of beginning and end, and whatever a changed form could ask of a
phone have no name in the questionnaire, so they end here: nothing is built from them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from cmm.domain.answers import Sent
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire
from cmm.web.openrosa.safe_xml import Node, NotXml, read_xml

COUPON = "__coupon"
"""The question for the coupon, which is added to the form when it is served; no question may be called so."""
INSTANCE_ID = re.compile(r"[\w:.{}-]{16,60}", re.ASCII)
LONGEST_COUPON = 40
NOT_ASKED = ("note", "calculate")


class NotAForm(Exception):
    """What was sent is no filled-in form, or has no number of its own (instanceID)."""


class OtherForm(Exception):
    """The form, or its version, is not the one of this round."""


class EditedForm(Exception):
    """The form replaces one that was sent before."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One filled-in form: the sent `fields` as the pages of the survey name them, the coupon apart.

    `instance_id` is the random number that the phone drew, `content` a digest of fields and coupon.
    """

    instance_id: str
    fields: Sent
    coupon: str
    content: str


def read_instance(data: bytes, questionnaire: Questionnaire, form_id: str) -> Instance:
    """Read a filled-in form of `questionnaire`, served as `form_id`.

    Raises NotAForm, OtherForm, EditedForm.
    """
    try:
        root = read_xml(data)
    except NotXml:
        raise NotAForm from None
    if (root.attributes.get("id"), root.attributes.get("version")) != (form_id, questionnaire.version):
        raise OtherForm
    meta = [about for part in root.find("meta") for about in part.children]
    if any(about.name == "deprecatedID" and about.text.strip() for about in meta):
        raise EditedForm
    [instance_id, *_rest] = [about.text.strip() for about in meta if about.name == "instanceID"] or [""]
    if not INSTANCE_ID.fullmatch(instance_id):
        raise NotAForm
    fields: dict[str, list[str]] = defaultdict(list)
    for name, text in _fields(questionnaire.items, root, ""):
        fields[name].append(text)
    coupon = "".join(node.text for node in root.find(COUPON)).strip()[:LONGEST_COUPON]
    return Instance(instance_id, dict(fields), coupon, _digest(fields, coupon))


def _fields(items: Iterable[Item], node: Node, prefix: str) -> Iterator[tuple[str, str]]:
    for item in items:
        found = [child for child in node.find(item.name) if "template" not in child.attributes]
        if isinstance(item, Question):
            if item.type not in NOT_ASKED:
                yield from ((prefix + item.name, child.text) for child in found)
        elif isinstance(item, Group):
            for child in found:
                yield from _fields(item.items, child, prefix)
        else:
            for index, child in enumerate(found):
                yield from _fields(item.items, child, f"{item.name}.{index}.")


def _digest(fields: Sent, coupon: str) -> str:
    text = json.dumps([fields, coupon], sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
