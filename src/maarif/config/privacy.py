"""How private every table is and how long its rows are kept: what our models say, and what we say of the libraries' tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.db import models

from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

_CATALOGUE: Final = Privacy(klass=PrivacyClass.INTERNAL, keep=FOR_EVER)
_ACCOUNT: Final = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=3, since="the last sign-in"))
_SIGNING_IN: Final = Privacy(klass=PrivacyClass.SECRET, keep=Keep(years=0, since="the end of the session"))
_QUEUE: Final = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=0, since="a month after the end of the job"))

LIBRARIES: Final[dict[str, Privacy]] = {
    "auth.Permission": _CATALOGUE,
    "auth.Group": _CATALOGUE,
    "auth.Group_permissions": _CATALOGUE,
    "contenttypes.ContentType": _CATALOGUE,
    "sessions.Session": _SIGNING_IN,
    "usersessions.UserSession": Privacy(klass=PrivacyClass.SECRET, keep=Keep(years=0, since="the end of the session")),
    "pghistory.Context": Privacy(klass=PrivacyClass.INTERNAL, keep=FOR_EVER),
    "procrastinate.ProcrastinateWorker": _QUEUE,
    "procrastinate.ProcrastinateJob": _QUEUE,
    "procrastinate.ProcrastinateEvent": _QUEUE,
    "procrastinate.ProcrastinatePeriodicDefer": _QUEUE,
    "account.EmailAddress": _ACCOUNT,
    "account.EmailConfirmation": Privacy(klass=PrivacyClass.SECRET, keep=Keep(years=0, since="the confirmation")),
    "socialaccount.SocialApp": Privacy(klass=PrivacyClass.SECRET, keep=FOR_EVER),
    "socialaccount.SocialAccount": _ACCOUNT,
    "socialaccount.SocialToken": _SIGNING_IN,
    "mfa.Authenticator": Privacy(
        klass=PrivacyClass.SECRET, keep=Keep(years=0, since="the second factor was taken away")
    ),
}
"""Tables of Django, allauth, the queue and the history, which cannot say it themselves. No reader sees any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the table of privacy."""

    model: str
    table: str
    privacy: Privacy
    ledger: bool


class PrivacyUnknown(RuntimeError):
    """A model says nothing of its privacy; the message names it and what to do."""


def entries() -> tuple[Entry, ...]:
    """Every table of the database by model; PrivacyUnknown when one says nothing."""
    return tuple(sorted(_entries(), key=lambda entry: entry.model))


def privacy_of(model: type[models.Model]) -> Privacy:
    """What a model (or this module, for a library's) says of its privacy; PrivacyUnknown when nobody does."""
    said = getattr(model, "PRIVACY", None) or LIBRARIES.get(model._meta.label)
    if not isinstance(said, Privacy):
        raise PrivacyUnknown(f"{model._meta.label} declares no PRIVACY (see maarif.support.parties.types.Privacy)")
    return said


def _entries() -> Iterator[Entry]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or model._meta.label == "pghistory.Events":  # a view over other tables
            continue
        ledger = bool(getattr(model, "LEDGER", False))
        yield Entry(model=model._meta.label, table=model._meta.db_table, privacy=privacy_of(model), ledger=ledger)


def page() -> str:
    """The table of privacy in Markdown."""
    rows = (
        f"| `{entry.table}` | {entry.privacy.klass.value} | {entry.privacy.keep} | {'yes' if entry.ledger else ''} "
        f"| {', '.join(f'`{column}`' for column in entry.privacy.secret)} |\n"
        for entry in entries()
    )
    return _HEAD + "".join(rows)


_HEAD: Final = """# Privacy of every table

Generated from the models by `maarif privacy` (and `make reference`). The classes, mildest first: **public** (anybody),
**internal** (colleagues), **personal** (the person and those who serve them), **sensitive** (with special care), **secret**
(nobody reads it as such). A ledger is only ever appended to. Secret columns are closed to the role `maarif_reader`.

| Table | Class | Kept | Ledger | Secret columns |
|---|---|---|---|---|
"""
