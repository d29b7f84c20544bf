"""Reads of the programmes room; everything here is public except who teaches a class."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import DecimalField, F, Func, Value
from django.db.models.functions import Cast

from maarif.kernel.names import fold
from maarif.registries.institutions.types import named, search_key
from maarif.registries.programmes.models import AcademicSession, ClassGroup, Programme
from maarif.registries.programmes.types import (
    ClassGroupCard,
    ProgrammeCard,
    ProgrammeKind,
    SessionCard,
    SessionKind,
    StudyForm,
)
from maarif.support.parties.queries import asked_once, known_on_page


@asked_once
def programme(number: int) -> ProgrammeCard | None:
    """One programme, or None."""
    known = known_on_page("programmes")
    if number in known:
        return cast(ProgrammeCard, known[number])
    row = Programme.objects.filter(pk=number).first()
    return None if row is None else _programme(row)


def programmes_of(institution: int, *, kinds: Iterable[ProgrammeKind] | None = None) -> tuple[ProgrammeCard, ...]:
    """The open programmes of an institution by level and name."""
    rows = Programme.objects.filter(institution=institution, closed=None)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    return tuple(_programme(row) for row in rows.order_by("level", "name", "pk"))


def search(
    text: str = "",
    *,
    country: str,
    kinds: Iterable[ProgrammeKind],
    level: int | None = None,
    group: str | None = None,
    score: tuple[int, Decimal] | None = None,
    only: int | None = None,
    limit: int = 100,
) -> tuple[ProgrammeCard, ...]:
    """Open programmes of a country where every word of the text begins a word of code, name or institution, by name; two statements.

    `group` is that of the entrance examination, `score` a year and what was reached in it: the passing score of that year is
    known and not higher. `only` looks at one programme, whatever its words, in one statement.
    """
    rows = Programme.objects.filter(closed=None, institution__closed=None, institution__country=country)
    rows = rows.filter(kind__in=[kind.value for kind in kinds])
    if level is not None:
        rows = rows.filter(level=level)
    if group is not None:
        rows = rows.filter(admission_group=group)
    if score is not None:
        year, reached = score
        text_of_year = Func(F("passing_scores"), Value(str(year)), function="jsonb_extract_path_text")
        passing = Cast(text_of_year, DecimalField(max_digits=8, decimal_places=2))
        rows = rows.annotate(passing=passing).filter(passing__lte=reached)
    if only is not None:
        return _read(rows.filter(pk=only))
    words = [f" {word}" for word in fold(text).split()]
    told = rows.order_by("name", "pk").values_list("pk", "code", "name", "names", "institution__search_key")
    found = [pk for pk, *said in told.iterator() if all(word in _key(*said) for word in words)][:limit]
    cards = Programme.objects.in_bulk(found)
    return _read(cards[pk] for pk in found)


def _read(rows: Iterable[Programme]) -> tuple[ProgrammeCard, ...]:
    """The cards of programmes; a page that asks for one of them by number does not read it again."""
    cards = tuple(map(_programme, rows))
    known_on_page("programmes").update({card.id: card for card in cards})
    return cards


def _key(code: str, name: str, names: Mapping[str, str], institution_key: str) -> str:
    """What the words of a search are looked for in."""
    return f" {fold(code)}{search_key(name, names)}{institution_key}"


def class_group(number: int) -> ClassGroupCard | None:
    """One class, or None."""
    row = ClassGroup.objects.filter(pk=number).first()
    return None if row is None else _class_group(row)


def classes_of(institution: int, *, session: int | None = None) -> tuple[ClassGroupCard, ...]:
    """The classes of an institution by grade and name."""
    rows = ClassGroup.objects.filter(institution=institution)
    if session is not None:
        rows = rows.filter(session=session)
    return tuple(_class_group(row) for row in rows.order_by("grade", "name", "pk"))


def classes_taught_by(teacher: int) -> tuple[ClassGroupCard, ...]:
    """The classes whose teacher a person is."""
    rows = ClassGroup.objects.filter(teacher=teacher)
    return tuple(_class_group(row) for row in rows.order_by("grade", "name", "pk"))


def school_year(on: date) -> SessionCard | None:
    """The school year that holds a day, or None between years."""
    rows = AcademicSession.objects.filter(kind=SessionKind.SCHOOL_YEAR.value, starts__lte=on, ends__gte=on)
    row = rows.order_by("-starts", "pk").first()
    return None if row is None else _session(row)


def _programme(row: Programme) -> ProgrammeCard:
    return ProgrammeCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        institution=row.institution_id,
        code=row.code,
        name=named(row.name, row.names),
        kind=ProgrammeKind(row.kind),
        level=row.level,
        language=row.language,
        form=StudyForm(row.form),
        duration_months=row.duration_months,
        qualification=named(row.qualification, row.qualifications) if row.qualification else None,
        credits=row.credits,
        admission_group=row.admission_group,
        passing_scores={int(year): Decimal(score) for year, score in row.passing_scores.items()},
    )


def _class_group(row: ClassGroup) -> ClassGroupCard:
    return ClassGroupCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        institution=row.institution_id,
        grade=row.grade,
        name=row.name,
        language=row.language,
        shift=row.shift,
        teacher=row.teacher_id,
        session=row.session_id,
        capacity=row.capacity,
        programme=row.programme_id,
    )


def _session(row: AcademicSession) -> SessionCard:
    return SessionCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        kind=SessionKind(row.kind),
        title=row.title,
        starts=row.starts,
        ends=row.ends,
        school_year=row.school_year,
    )
