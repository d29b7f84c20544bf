"""An appeal without a name: taken once, read by the office that the law says, looked into or filed, followed by its code alone."""

import dataclasses
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from maarif.engine import registry
from maarif.kernel import clock
from maarif.kernel.rulesets import rule_set
from maarif.registries.institutions.types import InstitutionKind
from maarif.sectors.appeals import gates, operations, queries, rules
from maarif.sectors.appeals.anonymous import PREFIX
from maarif.sectors.appeals.errors import (
    BadTicket,
    HoldsPersonalData,
    NoSuchAppeal,
    NotToBeDone,
    SomethingMissing,
    TooMany,
    TooQuick,
)
from maarif.sectors.appeals.models import AnonymousAppeal, AnonymousStep
from maarif.sectors.appeals.types import AppealRules, Fate, Letter, Sign, Slip, Tally, Way
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit.models import Entry
from maarif.support.notices.models import Message
from maarif.support.parties.types import ANONYMOUS, Actor
from tests.engine import campus, desks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HERE = "203.0.113.7"
LETTER = Letter(
    sign=Sign.CHILD, category="teacher_conduct", region="AZ-BA", text="6B sinfində uşağı döyürlər.", language="az"
)


def ticket(ago: float = 60) -> str:
    """A ticket given out so many seconds ago."""
    real = time.time
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: real() - ago)
        return queries.new_ticket()


def sent(letter: Letter = LETTER, *, given: str | None = None, address: str = HERE, by: Actor = ANONYMOUS) -> Slip:
    return operations.receive_anonymous(by=by, country="az", letter=letter, ticket=given or ticket(), address=address)


def with_(**changed: object) -> Letter:
    return dataclasses.replace(LETTER, **changed)  # type: ignore[arg-type]


@pytest.fixture
def district() -> Actor:
    return desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA")


@pytest.fixture
def ministry() -> Actor:
    return desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")


def test_a_danger_to_a_child_goes_to_the_office_of_the_region_at_once_and_is_urgent(
    district: Actor, ministry: Actor
) -> None:
    slip = sent()
    row = AnonymousAppeal.objects.get(number=slip.number)
    assert (row.scope_kind, row.scope, row.urgent, row.due) == ("region", "AZ-BA", True, date(2026, 11, 24))
    assert (row.fate, row.rule_set, row.way, row.entered_by) == ("received", "az.appeals.2021", "electronic", None)
    told = Message.objects.get(party_id=district.party)
    assert told.link == f"/desk/anonymous/{slip.number}/"
    assert "Təcili" in told.subject["az"]
    assert not Message.objects.filter(party_id=ministry.party).exists()


def test_nothing_of_the_sender_is_kept() -> None:
    slip = sent()
    row = AnonymousAppeal.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())
    assert HERE not in kept
    assert slip.code not in kept
    assert bytes(row.code) != slip.code.encode()
    entry = Entry.objects.get(what="appeals.receive_anonymous")
    assert (entry.party, entry.account, entry.subject, entry.role) == (None, None, None, "anonymous")
    assert HERE not in str(entry.detail)
    assert AnonymousStep.objects.get().party is None


def test_a_form_sent_twice_makes_one_appeal_and_shows_the_same_code() -> None:
    one = ticket()
    first, second = sent(given=one), sent(given=one)
    assert first == second
    assert AnonymousAppeal.objects.count() == 1
    assert AnonymousStep.objects.count() == 1
    other = sent()
    assert other.code != first.code
    assert other.number != first.number


@pytest.mark.django_db(transaction=True)
def test_many_hands_with_one_ticket_make_one_appeal() -> None:
    one, slips, barrier = ticket(), [], threading.Barrier(4)

    def hand() -> None:
        barrier.wait()
        try:
            slips.append(sent(given=one))
        finally:
            connections.close_all()

    hands = [threading.Thread(target=hand) for _ in range(4)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    assert len(slips) == 4
    assert len({(slip.number, slip.code) for slip in slips}) == 1
    assert AnonymousAppeal.objects.count() == AnonymousStep.objects.count() == 1


@pytest.mark.parametrize("given", ["", "made up", "WyJ4Il0:1abc:xyz"])
def test_a_ticket_that_we_did_not_give_is_refused(given: str) -> None:
    with pytest.raises(BadTicket):
        operations.receive_anonymous(by=ANONYMOUS, country="az", letter=LETTER, ticket=given, address=HERE)
    assert not AnonymousAppeal.objects.exists()


def test_a_ticket_too_young_or_too_old_is_refused() -> None:
    with pytest.raises(TooQuick):
        sent(given=ticket(ago=0))
    with pytest.raises(BadTicket):
        sent(given=ticket(ago=90_000))
    assert not AnonymousAppeal.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "nonsense"}, "category"),
        ({"region": "AZ-XX"}, "region"),
        ({"text": " "}, "text"),
        ({"text": "ə" * 5001}, "text"),
        ({"place": 999_999_999}, "place"),
        ({"language": "fr"}, "language"),
        ({"way": Way.POST}, "way"),
    ],
)
def test_what_a_letter_lacks_is_named_and_nothing_is_kept(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(SomethingMissing) as refused:
        sent(with_(**wrong))
    assert refused.value.params["field"] == field
    assert not AnonymousAppeal.objects.exists()


def test_one_address_sends_a_few_in_an_hour_and_another_is_not_hindered(noon: clock.FrozenClock) -> None:
    for _ in range(gates.SEND.most):
        sent()
    with pytest.raises(TooMany):
        sent()
    sent(address="203.0.113.8")
    noon.move(timedelta(seconds=gates.SEND.seconds))
    sent()
    assert AnonymousAppeal.objects.count() == gates.SEND.most + 2


def test_everybody_together_has_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "SEND", dataclasses.replace(gates.SEND, most_in_all=3))
    for place in range(3):
        sent(address=f"203.0.113.{place}")
    with pytest.raises(TooMany):
        sent(address="203.0.113.99")


def test_an_officer_writes_a_letter_down_without_limits_and_the_ledger_knows_who(district: Actor) -> None:
    for _ in range(gates.SEND.most + 1):
        slip = sent(with_(way=Way.POST), by=district)
    row = AnonymousAppeal.objects.get(number=slip.number)
    assert (row.way, row.entered_by) == ("post", district.party)
    with pytest.raises(SomethingMissing):
        sent(by=district)


@pytest.mark.parametrize(
    ("category", "kind", "scope"),
    [
        ("teacher_conduct", None, ("region", "AZ-BA")),
        ("corruption", None, ("country", "az")),
        ("building", InstitutionKind.SCHOOL, ("region", "AZ-BA")),
        ("building", InstitutionKind.HEI, ("country", "az")),
        ("other", None, ("country", "az")),
    ],
)
def test_the_institution_that_it_is_about_never_reads_it(
    category: str, kind: InstitutionKind | None, scope: tuple[str, str]
) -> None:
    place = campus.place(kind, name="Bir təhsil müəssisəsi") if kind is not None else None
    slip = sent(with_(category=category, place=place))
    row = AnonymousAppeal.objects.get(number=slip.number)
    assert (row.scope_kind, row.scope) == scope


@pytest.mark.parametrize("country", ["az", "kg", "kz"])
@pytest.mark.parametrize("sign", Sign)
def test_the_rules_of_each_country_say_what_is_looked_into(country: str, sign: Sign) -> None:
    law = rule_set(country, "appeals", date(2026, 11, 23), AppealRules).values
    expected = Fate.LOOKED_INTO if sign in law.anonymous_considered else Fate.FILED
    assert rules.fate_of(law, sign) is expected
    stricter = dataclasses.replace(law, anonymous_considered=())
    assert rules.fate_of(stricter, sign) is Fate.FILED
    assert not rules.anonymous_urgent(stricter, sign)


def test_it_is_looked_into_resolved_and_read_by_whoever_has_the_code(district: Actor) -> None:
    slip = sent(with_(sign=Sign.CRIME))
    assert (slip.due, slip.urgent) == (date(2026, 12, 14), False)
    assert operations.sift_anonymous(by=district, number=slip.number, found=Sign.CHILD) is Fate.LOOKED_INTO
    row = AnonymousAppeal.objects.get()
    assert (row.urgent, row.due) == (True, date(2026, 11, 24))
    with pytest.raises(HoldsPersonalData):
        operations.resolve_anonymous(by=district, number=slip.number, resolution="Zəng edin: +994 12 555 55 55")
    with pytest.raises(SomethingMissing):
        operations.resolve_anonymous(by=district, number=slip.number, resolution=" ")
    operations.resolve_anonymous(by=district, number=slip.number, resolution="Yoxlanıldı, tədbir görüldü.")
    seen = queries.followed(number=slip.number.lower(), code=slip.code.lower().replace("-", " "), address=HERE)
    assert seen is not None
    assert (seen.fate, seen.resolution) == (Fate.RESOLVED, "Yoxlanıldı, tədbir görüldü.")
    assert [step.kind for step in seen.steps] == ["received", "looked_into", "resolved"]
    assert {step.by for step in seen.steps} == {None}
    with pytest.raises(NotToBeDone):
        operations.sift_anonymous(by=district, number=slip.number, found=Sign.NONE)


def test_the_rest_is_filed_and_can_be_taken_up(district: Actor, noon: clock.FrozenClock) -> None:
    slip = sent(with_(sign=Sign.NONE))
    assert operations.sift_anonymous(by=district, number=slip.number, found=Sign.NONE, why="Arzu") is Fate.FILED
    with pytest.raises(NotToBeDone):
        operations.resolve_anonymous(by=district, number=slip.number, resolution="Yox")
    with pytest.raises(NotToBeDone):
        operations.sift_anonymous(by=district, number=slip.number, found=Sign.NONE)
    noon.move(timedelta(days=30))
    assert operations.sift_anonymous(by=district, number=slip.number, found=Sign.LIFE) is Fate.LOOKED_INTO
    row = AnonymousAppeal.objects.get()
    assert (row.due, row.ended_at, row.urgent) == (date(2026, 12, 24), None, True)


def test_other_offices_and_institutions_find_nothing(district: Actor, ministry: Actor) -> None:
    slip = sent()
    school = campus.place(InstitutionKind.SCHOOL, name="Məktəb")
    other = desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-GA")
    head = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(school))
    weak = dataclasses.replace(district, assurance=2)
    for stranger in (other, head, ministry, weak, ANONYMOUS):
        assert queries.anonymous_inbox(stranger).rows == ()
        with pytest.raises(NoSuchAppeal):
            queries.anonymous_for(stranger, slip.number)
        with pytest.raises(NoSuchAppeal):
            operations.sift_anonymous(by=stranger, number=slip.number, found=Sign.CHILD)
    assert AnonymousAppeal.objects.get().fate == "received"
    assert queries.anonymous_for(district, slip.number).text == LETTER.text
    assert Entry.objects.filter(what="appeals.read_anonymous", party=district.party).count() == 1


def test_it_moves_to_the_office_that_is_competent_with_its_clock(district: Actor, ministry: Actor) -> None:
    slip = sent()
    with pytest.raises(SomethingMissing):
        operations.hand_over_anonymous(by=district, number=slip.number, region="", why=" ")
    with pytest.raises(SomethingMissing):
        operations.hand_over_anonymous(by=district, number=slip.number, region="AZ-XX", why="Yox")
    with pytest.raises(NotToBeDone):
        operations.hand_over_anonymous(by=district, number=slip.number, region="AZ-BA", why="Yox")
    operations.hand_over_anonymous(by=district, number=slip.number, region="", why="Nazirliyin işidir")
    assert queries.anonymous_inbox(district).rows == ()
    (row,) = queries.anonymous_inbox(ministry).rows
    assert (row.number, row.due) == (slip.number, date(2026, 11, 24))
    assert Message.objects.filter(party_id=ministry.party, link=f"/desk/anonymous/{slip.number}/").count() == 1


def test_the_urgent_stand_first_and_filed_ones_apart(district: Actor) -> None:
    calm, urgent, filed = sent(with_(sign=Sign.CRIME)), sent(), sent(with_(sign=Sign.NONE))
    operations.sift_anonymous(by=district, number=filed.number, found=Sign.NONE)
    inbox = queries.anonymous_inbox(district)
    assert [row.number for row in inbox.rows] == [urgent.number, calm.number]
    assert [row.number for row in queries.anonymous_inbox(district, fate=Fate.FILED).rows] == [filed.number]
    assert inbox.counts == {Fate.RECEIVED: 2, Fate.LOOKED_INTO: 0, Fate.FILED: 1, Fate.RESOLVED: 0}


def test_office_and_ministry_are_told_once_that_one_is_late(
    district: Actor, ministry: Actor, noon: clock.FrozenClock
) -> None:
    slip = sent()
    assert operations.tell_late_anonymous(country="az") == 0
    noon.move(timedelta(days=2))
    assert queries.anonymous_for(district, slip.number).late
    assert operations.tell_late_anonymous(country="az") == 1
    assert operations.tell_late_anonymous(country="az") == 0
    for officer in (district, ministry):
        late = [one for one in Message.objects.filter(party_id=officer.party) if "keçib" in one.subject["az"]]
        assert len(late) == 1


def test_wrong_numbers_and_wrong_codes_are_answered_alike_and_asking_has_a_limit() -> None:
    slip, other = sent(), sent()
    assert queries.followed(number=slip.number, code=other.code, address=HERE) is None
    assert queries.followed(number="AD-2026-999999", code=slip.code, address=HERE) is None
    assert queries.followed(number=slip.number, code="nonsense", address=HERE) is None
    assert queries.followed(number="\x00", code="\x00", address=HERE) is None
    asked = 4
    for _ in range(gates.LOOK.most - asked):
        assert queries.followed(number=slip.number, code=slip.code, address=HERE) is not None
    with pytest.raises(TooMany):
        queries.followed(number=slip.number, code=slip.code, address=HERE)
    assert queries.followed(number=slip.number, code=slip.code, address="203.0.113.9") is not None


FORBIDDEN: tuple[Callable[[], object], ...] = (
    lambda: AnonymousAppeal.objects.update(text="Başqa söz"),
    lambda: AnonymousAppeal.objects.update(number="AD-2026-000000"),
    lambda: AnonymousAppeal.objects.update(fate="resolved", resolution="Yox", ended_at=clock.now()),
    lambda: AnonymousAppeal.objects.update(resolution="Yox"),
    lambda: AnonymousStep.objects.update(kind="resolved"),
    lambda: AnonymousStep.objects.all().delete(),
)


@pytest.mark.parametrize("deed", range(len(FORBIDDEN)))
def test_the_database_refuses_what_must_never_be(deed: int) -> None:
    sent()
    with (
        pytest.raises(Exception, match=r"pgtrigger|violates check|Invalid transition") as refused,
        transaction.atomic(),
    ):
        FORBIDDEN[deed]()
    assert isinstance(refused.value, IntegrityError) or "pgtrigger" in str(refused.value)


def test_figures_hide_small_groups(district: Actor, noon: clock.FrozenClock) -> None:
    since = clock.now() - timedelta(days=1)
    for each in range(12):
        sent(with_(sign=Sign.CRIME), address=f"198.51.100.{each}")
    assert queries.anonymous_tally("az", since) == Tally(received=12, filed=0, resolved=0, open=12)
    first = AnonymousAppeal.objects.order_by("id").first()
    assert first is not None
    operations.sift_anonymous(by=district, number=first.number, found=Sign.CRIME)
    operations.resolve_anonymous(by=district, number=first.number, resolution="Yoxlanıldı.")
    assert queries.anonymous_tally("az", since) == Tally(received=12, filed=None, resolved=None, open=None)
    counted = queries.anonymous_groups("az", since)
    assert sum(group.count for group in counted) == 12
    assert [group.decided for group in counted if group.decided] == [date(2026, 11, 23)]
    assert queries.anonymous_tally("kz", since) == Tally(received=0, filed=0, resolved=0, open=0)


def test_its_number_cannot_be_taken_for_one_of_a_service() -> None:
    assert PREFIX not in {service.prefix for country in ("az", "kg", "kz") for service in registry.services(country)}
