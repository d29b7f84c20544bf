"""Enrolments read whole, with school, programme and class, by plain statements whose plans PostgreSQL keeps."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, LiteralString, NamedTuple

from maarif.kernel.text import Text
from maarif.registries.enrolments.types import EnrolmentCard, Funding, Status
from maarif.registries.institutions.types import named
from maarif.registries.programmes.types import ProgrammeKind, StudyForm
from maarif.support.parties import queries as statements

# Annulled enrolments never were. The columns stand in the order of `_Row`.
_COLUMNS: Final = """
    SELECT e.id, e.sourced_id, e.person_id, e.institution_id, i.name, i.names, i.country, i.region_id, e.programme_id, p.code,
        p.name, p.names, p.language, p.credits, p.duration_months, p.admission_group, p.qualification, p.qualifications,
        e.class_group_id, g.name, g.teacher_id, g.language, e.level, e.kind, e.grade, e.form, e.language, e.funding,
        lower(e.period), upper(e.period), e.expected_end, e.status, e.status_since, e.qualification, e.qualifications,
        e.document_number, e.graduated_on, e.credits, e.semester, e.entrance_score, e.admission_year, e.leave_until,
        e.continues_id"""
_FROM: Final = """
    FROM enrolments_enrolment e JOIN institutions_institution i ON i.party_id = e.institution_id
    LEFT JOIN programmes_programme p ON p.id = e.programme_id LEFT JOIN programmes_classgroup g ON g.id = e.class_group_id
    WHERE e.status <> 'annulled' AND """
NEWEST_FIRST: Final = "e.period DESC, e.id DESC"


class _Row(NamedTuple):
    """One row of the statement; the columns of programme and class are empty where there is none."""

    id: int
    sourced_id: str
    person: int
    institution: int
    institution_name: str
    institution_names: str
    institution_country: str
    institution_region: str | None
    programme: int | None
    programme_code: str | None
    programme_name: str
    programme_names: str
    programme_language: str
    programme_credits: int | None
    programme_months: int
    programme_group: str | None
    programme_qualification: str
    programme_qualifications: str
    class_group: int | None
    class_name: str | None
    class_teacher: int | None
    class_language: str
    level: int
    kind: str
    grade: int | None
    form: str
    language: str
    funding: str
    since: date
    after: date | None
    expected_end: date | None
    status: str
    status_since: date
    qualification: str
    qualifications: str
    document_number: str
    graduated_on: date | None
    credits: int | None
    semester: int | None
    entrance_score: Decimal | None
    admission_year: int | None
    leave_until: date | None
    continues: int | None


def read(
    where: LiteralString,
    parameters: Sequence[Any],
    *,
    order: LiteralString = NEWEST_FIRST,
    limit: int | None = None,
) -> tuple[EnrolmentCard, ...]:
    """The enrolments for which a condition on `e` (the enrolment) holds, annulled ones never, in one statement."""
    statement: LiteralString = _COLUMNS + _FROM + where + " ORDER BY " + order + ("" if limit is None else " LIMIT %s")
    asked = [*parameters, *([] if limit is None else [limit])]
    return tuple(_card(_Row(*row)) for row in statements.rows_of_page(statement, asked))


def read_beside(
    said: LiteralString, where: LiteralString, parameters: Sequence[Any]
) -> tuple[tuple[EnrolmentCard, Any], ...]:
    """As `read`, the newest first, each enrolment with the value that `said` (SQL about `e`) has for it, in the same statement."""
    statement: LiteralString = _COLUMNS + ", " + said + _FROM + where + " ORDER BY " + NEWEST_FIRST
    return tuple((_card(_Row(*row)), value) for *row, value in statements.rows_of_page(statement, parameters))


def _card(row: _Row) -> EnrolmentCard:
    has_programme, has_class = row.programme is not None, row.class_group is not None
    return EnrolmentCard(
        id=row.id,
        sourced_id=row.sourced_id,
        person=row.person,
        institution=row.institution,
        institution_name=_named(row.institution_name, row.institution_names),
        institution_country=row.institution_country,
        institution_region=row.institution_region,
        programme=row.programme,
        programme_code=row.programme_code or "",
        programme_name=_named(row.programme_name, row.programme_names) if has_programme else None,
        class_group=row.class_group,
        class_name=row.class_name or "",
        class_teacher=row.class_teacher,
        level=row.level,
        kind=ProgrammeKind(row.kind),
        grade=row.grade,
        form=StudyForm(row.form),
        language=row.language or (row.programme_language if has_programme else row.class_language if has_class else ""),
        funding=Funding(row.funding),
        since=row.since,
        until=None if row.after is None else row.after - timedelta(days=1),
        expected_end=row.expected_end,
        status=Status(row.status),
        status_since=row.status_since,
        qualification=_qualification(row),
        document_number=row.document_number,
        graduated_on=row.graduated_on,
        credits=row.credits,
        programme_credits=row.programme_credits,
        semester=row.semester,
        semesters=row.programme_months // 6 if has_programme else None,
        entrance_score=row.entrance_score,
        admission_year=row.admission_year,
        admission_group=row.programme_group or "",
        leave_until=row.leave_until,
        continues=row.continues,
    )


def _qualification(row: _Row) -> Text | None:
    """What the diploma says, else what the programme leads to."""
    if row.qualification:
        return _named(row.qualification, row.qualifications)
    if row.programme is not None and row.programme_qualification:
        return _named(row.programme_qualification, row.programme_qualifications)
    return None


def _named(official: str, names: str) -> Text:
    return named(official, json.loads(names))
