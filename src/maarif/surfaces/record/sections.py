"""The sections of a record, each drawn from the cards of one register."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from babel import Locale
from django.utils.translation import gettext as _

from maarif.engine.registry import word
from maarif.registries.assessments.types import ResultCard
from maarif.registries.enrolments.types import EnrolmentCard, Status
from maarif.registries.people.types import GuardianshipCard, PersonCard
from maarif.registries.posts.types import EmploymentCard
from maarif.registries.programmes.types import ProgrammeKind
from maarif.surfaces.frame.environment import day, language, number, text
from maarif.surfaces.record import words
from maarif.surfaces.record.types import Color, Entry, Fact, Section, Tag
from maarif.surfaces.record.words import say

_COLORS: Final[dict[Status, Color]] = {Status.ACTIVE: "success", Status.SUSPENDED: "warning"}


def identity(card: PersonCard, region: str) -> Section:
    """Who the person is."""
    facts = (
        (_("Name"), card.full_name, "people.family_name"),
        (_("Personal number"), card.number_masked, "people"),
        (_("Date of birth"), day(card.birth_date) if card.birth_date else "", "people.birth_date"),
        (_("Sex"), say(words.SEXES, card.sex.value) if card.sex else "", "people.sex"),
        (_("Citizenship"), country_name(card.citizenship), "people.citizenship"),
        (_("Region"), region, "people.region_code"),
        (_("Died on"), day(card.death_date) if card.death_date else "", "people"),
    )
    return Section(
        code="identity",
        title=_("Who"),
        source=_source("people"),
        facts=tuple(Fact(label=label, value=value, address=address) for label, value, address in facts if value),
    )


def family(guardians: Sequence[GuardianshipCard], wards: Sequence[GuardianshipCard]) -> Section:
    """Who stands for the person, and for whom the person stands."""
    bonds = [(_("Guardian"), bond) for bond in guardians] + [(_("Child"), bond) for bond in wards]
    return Section(
        code="family",
        title=_("Family"),
        source=_source("people"),
        empty=_("The register knows no guardians and no children."),
        entries=tuple(
            Entry(
                title=bond.person.full_name,
                lines=(f"{side} · {say(words.GUARDIANSHIPS, bond.kind.value)}", _period(bond.since, bond.until)),
            )
            for side, bond in bonds
        ),
    )


def enrolments(cards: Sequence[EnrolmentCard]) -> Section:
    """Where the person studies and studied."""
    return Section(
        code="enrolments",
        title=_("Education"),
        source=_source("enrolments"),
        empty=_("The register knows no enrolment."),
        entries=tuple(map(_enrolment, cards)),
    )


def employments(cards: Sequence[EmploymentCard]) -> Section:
    """Which posts the person holds and held."""
    return Section(
        code="posts",
        title=_("Work in education"),
        source=_source("posts"),
        empty=_("The register knows no work in education."),
        entries=tuple(
            Entry(
                title=text(card.title),
                address=f"posts.{card.id}",
                lines=(
                    text(card.institution_name),
                    f"{say(words.EMPLOYMENTS, card.kind.value)} · {_share(card.share)}",
                    _period(card.since, card.until),
                ),
            )
            for card in cards
        ),
    )


def results(cards: Sequence[ResultCard]) -> Section:
    """What the person reached in examinations."""
    return Section(
        code="assessments",
        title=_("Examinations"),
        source=_source("assessments"),
        empty=_("The register knows no examination."),
        entries=tuple(
            Entry(
                title=say(words.EXAMINATIONS, card.kind.value),
                address=f"assessments.{card.id}",
                lines=(
                    f"{text(card.subject_name)} · {day(card.taken_on)}",
                    _("%(total)s points of %(maximum)s")
                    % {"total": number(card.total), "maximum": number(card.maximum)},
                ),
                tag=Tag(label=_("Passed"), color="success") if card.passed else Tag(label=_("Not passed")),
            )
            for card in cards
        ),
    )


def country_name(code: str) -> str:
    """A country's name in the language of the page, by its ISO 3166 code."""
    return str(Locale.parse(language()).territories.get(code.upper(), code.upper()))


def enrolment_line(card: EnrolmentCard) -> str:
    """One enrolment in a few words: `School 6, class 7A`, `Baku State University, Computer science`."""
    place = text(card.institution_name)
    if card.kind is ProgrammeKind.GENERAL and (card.class_name or card.grade):
        return _("%(place)s, class %(name)s") % {"place": place, "name": card.class_name or str(card.grade)}
    if card.kind is ProgrammeKind.PRESCHOOL and card.class_name:
        return _("%(place)s, group %(name)s") % {"place": place, "name": card.class_name}
    if card.programme_name is not None:
        return f"{place}, {text(card.programme_name)}"
    return place


def _enrolment(card: EnrolmentCard) -> Entry:
    how = [say(words.PROGRAMME_KINDS, card.kind.value), say(words.STUDY_FORMS, card.form.value)]
    how += [say(words.FUNDINGS, card.funding.value)] if card.funding else []
    paper = [text(card.qualification)] if card.qualification is not None else []
    paper += [card.document_number] if card.document_number else []
    return Entry(
        title=enrolment_line(card),
        address=f"enrolments.{card.id}",
        lines=tuple(filter(None, (" · ".join(how), _period(card.since, card.until), " · ".join(paper)))),
        tag=Tag(label=say(words.ENROLMENT_STATUSES, card.status.value), color=_COLORS.get(card.status, "neutral")),
    )


def _share(hundredths: int) -> str:
    return _("%(share)s of a full post") % {"share": f"{hundredths / 100:.2f}"}


def _period(since: date, until: date | None) -> str:
    if until is None:
        return _("since %(day)s") % {"day": day(since)}
    return _("from %(since)s to %(until)s") % {"since": day(since), "until": day(until)}


def _source(register: str) -> str:
    return text(word("register", register))
