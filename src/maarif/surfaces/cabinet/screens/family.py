"""The viewer's children and what each of them does."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import EnrolmentCard
from maarif.registries.people import queries as people
from maarif.registries.people.types import PersonCard
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.types import Child, Family, Panel, PanelRow
from maarif.surfaces.record.sections import enrolment_line

COLORS: Final = ("brand1", "brand2", "brand3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """How the viewer (or the child acted for) is called, the viewer's children, and what each of them studies now."""

    given_name: str
    names: dict[int, str]
    children: tuple[PersonCard, ...] = ()
    studies: dict[int, tuple[EnrolmentCard, ...]]
    official: bool = False


def household_of(viewer: Actor) -> Household:
    """Reads the viewer and the viewer's children, in two statements."""
    cards = people.household_of(viewer.party) if viewer.party is not None else ()
    return Household(
        given_name=next((card.given_name for card in cards if card.id == viewer.subject), ""),
        names={card.id: card.full_name for card in cards},
        children=tuple(card for card in cards if card.id != viewer.party),
        studies=enrolments.of_people([card.id for card in cards], active_on=_today()),
    )


def family_for(viewer: Actor) -> Family:
    """The page of the viewer's children."""
    household = household_of(viewer)
    return Family(
        children=tuple(_child(card, place, household, viewer) for place, card in enumerate(household.children)),
        acting=viewer.acting_for is not None,
    )


def panel(viewer: Actor, household: Household) -> Panel | None:
    """The family beside the applications; none where there are no children."""
    if not household.children:
        return None
    rows = [_child(card, place, household, viewer) for place, card in enumerate(household.children)]
    return Panel(
        code="family",
        title=_("My family"),
        rows=tuple(
            PanelRow(title=child.name, lines=child.lines, initial=child.initial, color=child.color) for child in rows
        ),
        action=_("Act for a child"),
        href=reverse("cabinet:family"),
    )


def _child(card: PersonCard, place: int, household: Household, viewer: Actor) -> Child:
    lines = [enrolment_line(study) for study in household.studies.get(card.id, ())]
    if card.birth_date is not None:
        age = _age(card)
        lines.append(ngettext("%(age)s year old", "%(age)s years old", age) % {"age": age})
    return Child(
        party=card.id,
        name=f"{card.given_name} {card.family_name}",
        given_name=card.given_name,
        initial=card.given_name[:1],
        color=COLORS[place % len(COLORS)],
        lines=tuple(lines),
        acting=viewer.acting_for == card.id,
    )


def _age(card: PersonCard) -> int:
    today, born = _today(), card.birth_date
    assert born is not None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _today() -> date:
    return clock.today(active_country().time_zone)
