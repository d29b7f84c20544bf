"""Issuing: what is signed, numbered, written and refused."""

import pytest
from django.db import connection

from maarif.support.documents import operations
from maarif.support.parties.types import SYSTEM
from tests.support.documents.papers import order

pytestmark = pytest.mark.django_db


def test_numbers_run_on_within_a_series_and_a_year(holder: int) -> None:
    first, second = operations.issue_many(by=SYSTEM, orders=(order(holder), order(holder)))
    third = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    assert [int(one.number.rpartition("-")[2]) for one in (first, second, third)] == [1, 2, 3]
    assert first.number.startswith("AZ-HSC-")
