"""Passkeys (WebAuthn level 3) as second factors: made and shown by the phone, the computer or a security key.

The person must be verified there (finger, face, PIN). A challenge is derived from the token of the session
that it is for: nobody else can know it, it needs no place to be kept, and it ends with that session, which a
successful sign-in replaces.
"""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cmm.domain.refusal import Refusal
from cmm.domain.sealing import derive_secret
from cmm.services.audit import note
from cmm.services.transaction import transaction
from cmm.store import second_factors as store
from cmm.store.accounts import get_account
from cmm.store.second_factors import NoSuchPasskey, Passkey

LONGEST_LABEL = 60
VERIFIED = UserVerificationRequirement.REQUIRED


class PasskeyRefused(Refusal):
    """What the device sent is no answer to this page's question, or of another account or site."""


class PasskeyKnown(Refusal):
    """This passkey was added before."""


class LastSecondFactor(Refusal):
    """Without this passkey the account would have no second factor."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the passkey is for: "forum.example", "https://forum.example", and a name that people read."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class PasskeyFacts:
    """A passkey as its owner lists it."""

    passkey_id: str
    label: str
    added_on: date


def list_passkeys(session: Session, account_id: str) -> list[PasskeyFacts]:
    """An account's passkeys, the first one first."""
    return [
        PasskeyFacts(_id_of(one), one.label, one.added_on) for one in store.list_passkeys(session, account_id)
    ]


def offer_passkey(session: Session, *, account_id: str, site: Site, token: str, key: bytes) -> str:
    """The JSON with which a browser makes a new passkey. Raises NoSuchAccount."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=get_account(session, account_id).name,
        user_id=account_id.encode(),
        challenge=_challenge(key, token, "new"),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFIED
        ),
        exclude_credentials=_descriptors(session, account_id),
    )
    return options_to_json(options)


@transaction
def add_passkey(
    session: Session,
    *,
    account_id: str,
    site: Site,
    token: str,
    key: bytes,
    credential: str,
    label: str,
    today: date,
) -> None:
    """Keep the passkey that a browser made; `credential` is its JSON. Raises PasskeyRefused, PasskeyKnown."""
    try:
        verified = verify_registration_response(
            credential=parse_registration_credential_json(credential),
            expected_challenge=_challenge(key, token, "new"),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise PasskeyRefused from error
    if store.find_passkey(session, verified.credential_id):
        raise PasskeyKnown
    passkey = Passkey(
        credential_id=verified.credential_id,
        account_id=account_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        label=_checked_label(label) or site.host,
        added_on=today,
    )
    store.add_passkey(session, passkey)
    note(session, account_id, "passkey_added", account_id, label=passkey.label)


def ask_for_passkey(session: Session, *, account_id: str, site: Site, token: str, key: bytes) -> str:
    """The JSON with which a browser shows one of the account's passkeys."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=_challenge(key, token, "sign in"),
        allow_credentials=_descriptors(session, account_id),
        user_verification=VERIFIED,
    )
    return options_to_json(options)


@transaction
def use_passkey(
    session: Session, *, account_id: str, site: Site, token: str, key: bytes, credential: str
) -> None:
    """Check what the device signed, and keep the counter it sent. Raises PasskeyRefused."""
    try:
        parsed = parse_authentication_credential_json(credential)
        passkey = store.find_passkey(session, parsed.raw_id)
        if passkey is None or passkey.account_id != account_id:
            raise PasskeyRefused
        verified = verify_authentication_response(
            credential=parsed,
            expected_challenge=_challenge(key, token, "sign in"),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise PasskeyRefused from error
    passkey.sign_count = verified.new_sign_count


@transaction
def remove_passkey(session: Session, *, account_id: str, passkey_id: str, needed: bool) -> None:
    """Forget a passkey. `needed`: an account must keep a second factor.

    Raises NoSuchPasskey, LastSecondFactor.
    """
    account, own = get_account(session, account_id), store.list_passkeys(session, account_id)
    passkey = next((one for one in own if _id_of(one) == passkey_id), None)
    if passkey is None:
        raise NoSuchPasskey
    if needed and len(own) == 1 and account.totp_sealed is None:
        raise LastSecondFactor
    note(session, account_id, "passkey_removed", account_id, label=passkey.label)
    store.delete_passkey(session, passkey)


def is_passkey_json(text: str) -> bool:
    """Whether a browser sent anything at all: without scripts it does not."""
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _challenge(key: bytes, token: str, what_for: str) -> bytes:
    return derive_secret(key, f"passkey|{what_for}|{token}")


def _descriptors(session: Session, account_id: str) -> list[PublicKeyCredentialDescriptor]:
    own = store.list_passkeys(session, account_id)
    return [PublicKeyCredentialDescriptor(id=one.credential_id) for one in own]


def _id_of(passkey: Passkey) -> str:
    """A short name for addresses."""
    return sha256(passkey.credential_id).hexdigest()[:16]


def _checked_label(label: str) -> str:
    return "".join(sign for sign in label.strip() if sign.isprintable())[:LONGEST_LABEL]
