"""Terms on public pages are those of the country's rules, and channels are compared category by category."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.engine import campus, many

from maarif.engine import registry
from maarif.engine.cases.models import FrozenDeclaration
from maarif.kernel.countries import country
from maarif.surfaces.public import promises, terms

pytestmark = pytest.mark.django_db

APPEAL = "citizens.appeal"
EXPECTED = {
    "az": [("proposal, application, complaint", 15), ("urgent appeal", 1)],
    "kg": [("proposal, application, complaint", 14), ("urgent appeal", 1)],
    "kz": [("proposal, application", 15), ("complaint", 20), ("urgent appeal", 1)],
}


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.mark.parametrize("code", list(EXPECTED))
def test_the_page_of_a_service_tells_the_terms_of_its_country(client: Client, settings, monkeypatch, code: str) -> None:
    settings.COUNTRY = code
    monkeypatch.setenv("MAARIF_COUNTRY", code)
    text = plain(client.get("/en/services/citizens/appeal/").content.decode())
    for kinds, days in EXPECTED[code]:
        assert f"{kinds}: {days} working day" in text
    assert "the portal's own promise: 3 working days" in text
    told = {each.days for each in terms.promised(registry.service(APPEAL, code), code, date(2026, 11, 23))}
    assert told == {days for _, days in EXPECTED[code]}


def test_a_transfer_has_the_term_of_its_country(client: Client) -> None:
    for code, days in (("az", 4), ("kg", 4), ("kz", 2)):
        (term,) = terms.promised(registry.service("school.transfer", code), code, date(2026, 11, 23))
        assert (term.matters, term.days) == (None, days)


@pytest.mark.parametrize("code", list(EXPECTED))
def test_the_page_of_promises_and_the_interface_tell_the_same(client: Client, settings, monkeypatch, code: str) -> None:
    settings.COUNTRY = code
    monkeypatch.setenv("MAARIF_COUNTRY", code)
    told = client.get("/api/v1/services/citizens.appeal").json()
    assert told["working_days"] == max(days for _, days in EXPECTED[code])
    assert {each["code"]: each["working_days"] for each in told["stages"]} == {
        "registering": 1,
        "answering": told["working_days"],
        "forwarding": {"az": 5, "kg": 5, "kz": 3}[code],
    }


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split()).replace(" :", ":")


def many_of(category: str, *, count: int, days: int, intake: str) -> None:
    """So many appeals of one category received ten days ago and answered after so many days."""
    frozen = registry.frozen(registry.service(APPEAL))
    FrozenDeclaration.objects.get_or_create(digest=frozen.digest, defaults={"service": APPEAL, "body": frozen.body})
    monday = date(2026, 11, 2)
    many.cases(
        APPEAL,
        frozen.digest,
        party=campus.person(),
        received=monday,
        due=monday + timedelta(days=28),
        count=count,
        decided=monday + timedelta(days=days),
        intake=intake,
        answers={"category": category},
    )


def test_channels_are_compared_by_category_and_small_groups_are_not_told(client: Client) -> None:
    many_of("building", count=12, days=1, intake="electronic")
    many_of("building", count=10, days=3, intake="paper")
    many_of("exams", count=30, days=2, intake="electronic")
    many_of("exams", count=9, days=4, intake="paper")
    many_of("payment", count=9, days=1, intake="electronic")
    many_of("payment", count=40, days=4, intake="phone")
    shown = promises.screen(country("az")).compared
    assert [(each.category.en, each.electronic, each.written, each.faster) for each in shown if each.category] == [
        ("Building and safety", 1.0, 3.0, 3.0)
    ]
    page = client.get("/en/promises/").content.decode()
    compared = plain(page[page.index('id="channels"') :])
    assert "Citizen's appeal Building and safety 1 3 3" in compared.replace(".0", "")
    assert "Exams and marks" not in compared
    assert "Payments and scholarships" not in compared
    table = plain(page[page.index('id="services"') : page.index('id="channels"')])
    assert "proposal, application, complaint 15 urgent appeal 1 the portal's own 3" in table


def test_the_page_reads_what_was_counted_by_one_statement(client: Client, django_assert_num_queries) -> None:
    many_of("building", count=12, days=1, intake="electronic")
    client.get("/en/promises/")
    with django_assert_num_queries(1):
        client.get("/az/promises/")
