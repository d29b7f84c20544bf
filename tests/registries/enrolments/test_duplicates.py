"""Duplicates of documents about finished studies: written once, refused where there is nothing to duplicate."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.engine import campus

from maarif.registries.enrolments import operations, queries
from maarif.registries.enrolments.errors import DuplicateRefused
from maarif.registries.enrolments.types import DuplicateReason

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
GIVEN = {"by": campus.CLERK, "on": date(2026, 3, 2), "reason": DuplicateReason.DAMAGED}


def test_told_twice_a_duplicate_is_written_once() -> None:
    enrolment = campus.graduate(campus.person(), campus.place())
    first = operations.record_duplicate(**GIVEN, enrolment=enrolment, number="D 1", case="DD-2026-000001")
    assert operations.record_duplicate(**GIVEN, enrolment=enrolment, number="D 1", case="DD-2026-000001") == first
    [card] = queries.duplicates_of([enrolment])
    assert (card.number, card.issued_on, card.reason) == ("D 1", date(2026, 3, 2), DuplicateReason.DAMAGED)
    with pytest.raises(DuplicateRefused) as refusal:
        operations.record_duplicate(**GIVEN, enrolment=enrolment, number="D 2", case="DD-2026-000001")
    assert refusal.value.params["constraint"] == "duplicate_once_per_case"


def test_who_still_studies_has_no_document_to_lose() -> None:
    enrolment = campus.enrol(campus.person(), campus.place())
    with pytest.raises(DuplicateRefused) as refusal:
        operations.record_duplicate(**GIVEN, enrolment=enrolment, number="D 1")
    assert refusal.value.params["constraint"] == "duplicate_of_a_document"
