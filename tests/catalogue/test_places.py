"""The search for an institution that services share: what it finds, in which order, and what its second line says."""

from datetime import date

import pytest

from maarif.catalogue.places import institutions as places
from maarif.engine.declare import Asking
from maarif.kernel.text import Language
from maarif.registries.institutions import operations
from maarif.registries.institutions.types import InstitutionKind
from maarif.support.parties.types import SYSTEM, Actor
from tests.engine import campus

pytestmark = pytest.mark.django_db
ASKING = Asking(actor=Actor(party=1), subject=1, country="az", on=date(2026, 11, 23), language=Language.AZ)
SCHOOLS = (InstitutionKind.SCHOOL,)


def school(name: str, *, region: str = "AZ-BA", languages: tuple[str, ...] = ("az",), country: str = "az") -> int:
    return operations.establish(
        by=campus.CLERK,
        country=country,
        kind=InstitutionKind.SCHOOL,
        name=name,
        region=region,
        languages=list(languages),
        address="Nizami küçəsi 5",
    )


@pytest.fixture(autouse=True)
def regions() -> None:
    operations.establish_regions(by=SYSTEM, country="az")
    operations.establish_regions(by=SYSTEM, country="kz")


def found(words: str = "", **how: object) -> list[str]:
    return [option.value for option in places.found(ASKING, words, kinds=SCHOOLS, **how)]  # type: ignore[arg-type]


def test_words_of_the_name_the_region_and_the_language_narrow_together() -> None:
    one, two = school("6 nömrəli məktəb"), school("7 nömrəli məktəb", region="AZ-GA", languages=("az", "ru"))
    campus.place(name="6 nömrəli universitet")
    assert found() == [str(one), str(two)]
    assert found("6 nömr") == [str(one)]
    assert found("gəncə") == found("Гянджа") == found("rus") == found("русск") == found("орыс") == [str(two)]
    assert found("6 gəncə") == []
    assert found(language="ru") == [str(two)]
    assert found(without={two}) == [str(one)]


def test_free_places_come_first_and_are_told() -> None:
    full, free, uncounted = school("A məktəbi"), school("B məktəbi"), school("C məktəbi")

    def counted(ids: object) -> dict[int, int]:
        return {full: 0, free: 12}

    options = places.found(ASKING, "", kinds=SCHOOLS, free=counted)
    assert [option.value for option in options] == [str(free), str(uncounted), str(full)]
    hints = [option.hint.az for option in options if option.hint is not None]
    assert hints == [
        "Bakı şəhəri · Nizami küçəsi 5 · tədris dili: azərbaycan · boş yer: 12",
        "Bakı şəhəri · Nizami küçəsi 5 · tədris dili: azərbaycan",
        "Bakı şəhəri · Nizami küçəsi 5 · tədris dili: azərbaycan · boş yer yoxdur",
    ]


def test_one_gives_only_what_the_search_could_have_found() -> None:
    mine = school("6 nömrəli məktəb")
    abroad, other_kind = school("Мектеп", region="KZ-75", country="kz"), campus.place()
    closed = school("Köhnə məktəb")
    operations.close(by=campus.CLERK, institution=closed, on=date(2026, 6, 1), reason="merged")

    def one(value: object, **how: object) -> bool:
        return places.one(ASKING, str(value), kinds=SCHOOLS, **how) is not None  # type: ignore[arg-type]

    assert one(mine)
    assert not any(one(value) for value in (abroad, other_kind, closed, 10**17, "", "x", "-1", "٣", "9" * 40))
    assert not one(mine, language="ru")
    assert not one(mine, without={mine})
