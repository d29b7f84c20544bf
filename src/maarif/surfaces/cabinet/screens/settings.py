"""How the viewer wants to be written to, and keys for the viewer's programs."""

from datetime import timedelta
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maarif.kernel.names import UncleanText, clean
from maarif.support.access import operations, queries
from maarif.support.access.types import TokenCard, TokenScope
from maarif.support.identity.queries import contacts_of
from maarif.support.notices import queries as notices
from maarif.support.notices.types import CHOSEN_TOPICS, Channels, Topic
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.types import Choice, SettingsView, TokenForm, TokenLine, TokensView, TopicChoice
from maarif.surfaces.filling.types import Problem
from maarif.surfaces.frame.environment import day

LIFETIMES: Final = (30, 90, 365)
LONGEST_NAME: Final = 80
_SCOPES: Final = {
    TokenScope.CASES_READ: gettext_lazy("My applications: read"),
    TokenScope.CASES_WRITE: gettext_lazy("My applications: begin and send"),
    TokenScope.DOCUMENTS_READ: gettext_lazy("My documents: read and download"),
    TokenScope.PROFILE_READ: gettext_lazy("My name and birth date: read"),
}

_TOPICS: Final = {
    Topic.NEWS: gettext_lazy("News of my applications"),
    Topic.DEADLINES: gettext_lazy("Deadlines and reminders"),
    Topic.DOCUMENTS: gettext_lazy("My documents"),
}


def settings_for(viewer: Actor) -> SettingsView:
    """What is chosen now."""
    contact = contacts_of([viewer.party]).get(viewer.party) if viewer.party is not None else None
    chosen = notices.channels_of(viewer.party) if viewer.party is not None else Channels()
    return SettingsView(
        language=contact.language if contact is not None else viewer.language,
        email=contact.email if contact is not None else "",
        phone=contact.phone if contact is not None else "",
        topics=tuple(
            TopicChoice(code=one.value, label=str(_TOPICS[one]), email=one in chosen.email, sms=one in chosen.sms)
            for one in CHOSEN_TOPICS
        ),
    )


def channels_in(given: QueryDict) -> Channels:
    """The topics ticked for each channel; what is no topic is passed over."""
    ticked = {name: set(given.getlist(name)) for name in ("email", "sms")}
    return Channels(
        email=frozenset(one for one in CHOSEN_TOPICS if one.value in ticked["email"]),
        sms=frozenset(one for one in CHOSEN_TOPICS if one.value in ticked["sms"]),
    )


def tokens_for(viewer: Actor, form: TokenForm | None = None, *, secret: str = "") -> TokensView:
    """The viewer's keys and the form of a new one."""
    return TokensView(
        tokens=tuple(map(_line, queries.tokens_of(viewer))),
        form=form or TokenForm(),
        scopes=tuple(Choice(value=code.value, label=str(label)) for code, label in _SCOPES.items()),
        lifetimes=tuple(Choice(value=str(days), label=_("%(days)s days") % {"days": days}) for days in LIFETIMES),
        secret=secret,
    )


def token_form(given: QueryDict) -> TokenForm:
    """The form of a new key as it was filled in, with what is wrong in it."""
    scopes = tuple(scope for scope in given.getlist("scopes") if scope in set(TokenScope))
    days = given.get("days", "")
    name, problems = given.get("name", ""), []
    try:
        kept = clean(name[: LONGEST_NAME * 4])
    except UncleanText:
        kept = ""
    if not 0 < len(kept) <= LONGEST_NAME:
        problems.append(Problem(code="name", text=_("Say in 1 to 80 characters what the key is for.")))
    if not scopes:
        problems.append(Problem(code="scopes", text=_("Choose at least one thing that the program may do.")))
    if days not in map(str, LIFETIMES):
        problems.append(Problem(code="days", text=_("Choose for how long the key works.")))
    chosen = int(days) if days in map(str, LIFETIMES) else LIFETIMES[1]
    return TokenForm(name=kept or name[: LONGEST_NAME * 4], scopes=scopes, days=chosen, problems=tuple(problems))


def make_token(by: Actor, form: TokenForm) -> str:
    """Makes the key that a form without problems asks for; returns its secret."""
    scopes = frozenset(map(TokenScope, form.scopes))
    return operations.issue_token(by=by, name=form.name, scopes=scopes, lasts=timedelta(days=form.days)).secret


def _line(card: TokenCard) -> TokenLine:
    until = _("works until %(day)s") % {"day": day(card.expires_at)}
    used = _("last used on %(day)s") % {"day": day(card.last_used_at)} if card.last_used_at else _("never used")
    return TokenLine(
        id=card.id,
        name=card.name,
        scopes=", ".join(str(_SCOPES[scope]) for scope in card.scopes),
        line=f"{card.hint}… · {until} · {used}",
    )
