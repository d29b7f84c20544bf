"""Reads of the appeals room: the rules in force, institutions by number, published answers that have the words."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Value

from maarif.kernel import clock
from maarif.kernel.countries import country
from maarif.kernel.rulesets import rule_set
from maarif.registries.institutions import queries as institutions
from maarif.sectors.appeals import rules
from maarif.sectors.appeals.models import PublishedAnswer
from maarif.sectors.appeals.reading import (
    ANONYMOUS,
    anonymous_days,
    anonymous_for,
    anonymous_groups,
    anonymous_inbox,
    anonymous_tally,
    anonymous_title,
    followed,
)
from maarif.sectors.appeals.rules import competent, extension, may_sit, term
from maarif.sectors.appeals.tickets import new as new_ticket
from maarif.sectors.appeals.types import AnswerCard, AppealRules, Place
from maarif.support.access.types import Role
from maarif.support.parties.types import Actor, Assurance

__all__ = [
    "ANONYMOUS",
    "MOST_SHOWN",
    "InRegister",
    "anonymous_days",
    "anonymous_for",
    "anonymous_groups",
    "anonymous_inbox",
    "anonymous_tally",
    "anonymous_title",
    "answers_of",
    "competent",
    "extension",
    "followed",
    "may_sit",
    "new_ticket",
    "published",
    "rules_of",
    "similar",
    "term",
    "waiting_for",
]

MOST_SHOWN: Final = 50


def rules_of(country: str, on: date) -> AppealRules:
    """The rules of appeals in force in a country on a date; NoRuleSet."""
    return rule_set(country, "appeals", on, AppealRules).values


@dataclass(frozen=True, slots=True)
class InRegister:
    """Institutions as the register has them, looked up when they are asked for."""

    def of(self, institution: int) -> Place | None:
        """The institution of this number."""
        card = institutions.card(institution)
        return None if card is None else Place(id=card.id, kind=card.kind, region=card.region, name=card.name)


def similar(
    *, country: str, language: str, words: str = "", category: str = "", limit: int = MOST_SHOWN
) -> tuple[AnswerCard, ...]:
    """Published answers in the reader's language with words beginning so, those with the most of them first.

    With no words, the latest; with a category, of this one only.
    """
    rows = PublishedAnswer.objects.filter(
        country=country, language=language, approved_at__isnull=False, taken_down_at__isnull=True
    )
    if category:
        rows = rows.filter(category=category)
    asked = rules.query_of(words)
    if words.strip() and not asked:
        return ()
    if not asked:
        return tuple(_card(row) for row in rows.order_by("-approved_at", "-pk")[:limit])
    query = SearchQuery(asked, search_type="raw", config="simple")
    found = rows.filter(tokens=query).annotate(rank=SearchRank("tokens", query, normalization=Value(0)))
    return tuple(_card(row) for row in found.order_by("-rank", "-approved_at", "-pk")[:limit])


def published(*, country: str, answer: int) -> AnswerCard | None:
    """One published answer by its number; None when it is not, or no longer, shown."""
    row = PublishedAnswer.objects.filter(
        pk=answer, country=country, approved_at__isnull=False, taken_down_at__isnull=True
    ).first()
    return None if row is None else _card(row)


def waiting_for(viewer: Actor, *, limit: int = MOST_SHOWN) -> tuple[AnswerCard, ...]:
    """Answers that this officer may approve: proposed by colleagues of the office, or, in the ministry, by anybody."""
    if viewer.party is None or viewer.assurance < Assurance.OFFICIAL:
        return ()
    rows = PublishedAnswer.objects.filter(approved_at__isnull=True, taken_down_at__isnull=True)
    rows = rows.exclude(proposed_by=viewer.party)
    if viewer.role == Role.MINISTRY_OFFICER:
        rows = rows.filter(country=viewer.scope or "")
    else:
        rows = rows.filter(scope_kind=viewer.scope_kind or "", scope=viewer.scope or "")
    return tuple(_card(row) for row in rows.order_by("proposed_at", "pk")[:limit])


def answers_of(viewer: Actor, *, limit: int = MOST_SHOWN) -> tuple[AnswerCard, ...]:
    """What the viewer's office has proposed, the latest first, whatever became of it; for the ministry that of every office."""
    if viewer.party is None or viewer.assurance < Assurance.OFFICIAL:
        return ()
    if viewer.role == Role.MINISTRY_OFFICER:
        rows = PublishedAnswer.objects.filter(country=viewer.scope or "")
    else:
        rows = PublishedAnswer.objects.filter(scope_kind=viewer.scope_kind or "", scope=viewer.scope or "")
    return tuple(_card(row, viewer.party) for row in rows.order_by("-proposed_at", "-pk")[:limit])


def _card(row: PublishedAnswer, viewer: int | None = None) -> AnswerCard:
    down = row.taken_down_at
    return AnswerCard(
        id=row.pk,
        number=row.number,
        language=row.language,
        category=row.category,
        question=row.question,
        answer=row.answer,
        published=row.approved_at is not None and down is None,
        down=None if down is None else clock.day_of(down, country(row.country).time_zone),
        why=row.taken_down_why,
        own=viewer is not None and row.proposed_by == viewer,
        version=row.proposed_at.isoformat(),
    )
