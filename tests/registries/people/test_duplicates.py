"""Possible duplicates: what comes up, what a human decides, and that a merge can be taken back exactly."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments import queries as studies
from maarif.registries.people import operations, queries
from maarif.registries.people.errors import CandidateDecided, MergeConflict, MergeMoved, NotAnOfficial, PersonUnknown
from maarif.registries.people.likeness import Likeness, alike
from maarif.registries.people.merging import references
from maarif.registries.people.types import CandidateStatus, GuardianshipKind, Sex
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.audit.queries import looks_at
from maarif.support.parties.queries import identities
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
ROBOT = Actor(role="system")


def found(country: str = "az") -> list[tuple[int, int]]:
    operations.find_duplicates(by=ROBOT, country=country)
    return [(pair.first.id, pair.second.id) for pair in queries.candidates()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Məmmədov", "Elçin", "Rəşad oğlu"), ("Мамедов", "Эльчин", "Рашад оглы")),
        (("Məmmədov", "Elçin", "Rəşad oğlu"), ("Mammadov", "Elchin", "")),
        (("Hüseynova", "Aygün", "Vaqif qızı"), ("Гусейнова", "Айгюн", "Вагиф кызы")),
        (("Нұрланов", "Әлихан", "Серікұлы"), ("Нурланов", "Алихан", "Серикович")),
        (("Өмүрбеков", "Чыңгыз", "Бакыт уулу"), ("Омурбеков", "Чынгыз", "Бакытович")),
        (("Cəfərov", "Oqtay", ""), ("Джафаров", "Октай", "")),
    ],
)
def test_one_person_in_two_spellings_comes_up(a_person: Make, one: tuple[str, ...], other: tuple[str, ...]) -> None:
    sex = Sex.FEMALE if one[0].endswith("ova") else Sex.MALE
    pair = [
        a_person(family_name=family, given_name=given, patronymic=father, sex=sex)
        for family, given, father in (one, other)
    ]
    assert found() == [tuple(pair)]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"given_name": "Nicat"}, "a twin brother has another name"),
        ({"given_name": "Nihad", "patronymic": "Vaqif oğlu"}, "a namesake has another father"),
        ({"birth_date": date(1991, 7, 13)}, "a namesake was born on another day"),
        ({"sex": Sex.FEMALE}, "a namesake is a woman"),
        ({"family_name": "Quliyev"}, "another family"),
    ],
)
def test_two_persons_do_not_come_up(a_person: Make, changes: dict[str, object], why: str) -> None:
    a_person(given_name="Nihad")
    a_person(**{"given_name": "Nihad", **changes})
    assert found() == [], why


def test_two_numbers_of_one_country_are_two_persons(a_person: Make) -> None:
    a_person(given_name="Nihad", number="1AB2CD9")
    a_person(given_name="Nihad", number="1AB2CD8")
    assert found() == []


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(1990, 4, 5), "birth_date_exchanged"),
        (date(1991, 5, 4), "birth_date_one_part_differs"),
        (date(1990, 5, 14), "birth_date_one_part_differs"),
    ],
)
def test_a_slip_in_the_birth_date_is_seen_through(a_person: Make, day: date, reason: str) -> None:
    a_person(given_name="Nihad", birth_date=date(1990, 5, 4), number="1AB2CD9")
    a_person(given_name="Nihad", birth_date=day)
    assert len(found()) == 1
    [pair] = queries.candidates()
    assert reason in pair.reasons


def test_the_likeliest_pair_comes_first_and_pages_follow(a_person: Make) -> None:
    a_person(given_name="Nihad")
    a_person(given_name="Nihad")
    a_person(family_name="Quliyev", given_name="Tural")
    a_person(family_name="Quliev", given_name="Tural", patronymic="")
    found()
    [first] = queries.candidates(limit=1)
    [second] = queries.candidates(limit=1, after=first.id)
    assert first.score == 100 > second.score
    assert queries.candidates(after=second.id) == ()
    assert queries.open_candidates() == 2


def test_likeness_is_the_same_in_both_directions() -> None:
    one = Likeness(family="mamedov", given="elcin", patronymic="", birth_date=date(1990, 5, 1), sex="", number_kind="")
    other = Likeness(
        family="mamadov", given="elchin", patronymic="", birth_date=date(1990, 5, 1), sex="", number_kind="fin"
    )
    assert alike(one, other) == alike(other, one)


def test_a_pair_found_twice_is_one_pair_and_a_decided_one_stays_decided(a_person: Make, official: Actor) -> None:
    a_person(given_name="Nihad")
    a_person(given_name="Nihad")
    assert operations.find_duplicates(by=ROBOT, country="az") == 1
    assert operations.find_duplicates(by=ROBOT, country="az") == 0
    [pair] = queries.candidates()
    operations.decide_different(by=official, candidate=pair.id, note="father and son")
    assert operations.find_duplicates(by=ROBOT, country="az") == 0
    assert queries.candidates() == ()
    [decided] = queries.candidates(status=CandidateStatus.DIFFERENT)
    assert (decided.note, decided.decided_at is not None) == ("father and son", True)
    with pytest.raises(CandidateDecided):
        operations.decide_same(by=official, candidate=pair.id, keep=pair.first.id, note="again")


def test_looking_at_a_pair_is_in_both_ledgers(a_person: Make, official: Actor) -> None:
    one, other = a_person(given_name="Nihad"), a_person(given_name="Nihad")
    found()
    [pair] = queries.candidates()
    assert queries.candidate_for(official, pair.id, purpose="duplicates") == pair
    assert [look.what for look in (*looks_at(one), *looks_at(other))] == ["people.duplicates"] * 2
    with pytest.raises(NotAnOfficial):
        queries.candidate_for(Actor(party=one), pair.id, purpose="duplicates")


def picture() -> str:
    """Every row that may move, as text, without the columns that say when and without what merging itself tells people."""
    tables = {}
    with connection.cursor() as cursor:
        for table in sorted({reference.table for reference in references()}):
            cursor.execute(
                f"SELECT (to_jsonb(t) - 'changed_at')::text FROM \"{table}\" t "
                "WHERE to_jsonb(t) ->> 'topic' IS DISTINCT FROM 'record.merged' ORDER BY 1"
            )
            tables[table] = cursor.fetchall()
    return json.dumps(tables)


def household(a_person: Make, an_institution: Make) -> tuple[int, int, int]:
    kept = a_person(given_name="Elçin", number="1AB2CD9")
    merged = a_person(given_name="Elchin")
    child = a_person(given_name="Nihad", birth_date=date(2015, 3, 1))
    operations.appoint_guardian(
        by=ROBOT, guardian=merged, ward=child, kind=GuardianshipKind.FATHER, since=date(2015, 3, 1)
    )
    enrolments.enrol(
        by=ROBOT,
        person=merged,
        institution=an_institution(),
        kind=ProgrammeKind.MASTER,
        level=7,
        since=date(2025, 9, 15),
    )
    return kept, merged, child


def test_a_merge_moves_everything_and_undoing_it_restores_every_row(
    a_person: Make, an_institution: Make, official: Actor
) -> None:
    kept, merged, child = household(a_person, an_institution)
    before = picture()
    merge = operations.merge(by=official, kept=kept, merged=merged, reason="one person, seen with papers")
    assert [card.person for card in studies.of_person(kept)] == [kept]
    assert studies.of_person(merged) == ()
    assert queries.is_guardian(kept, child)
    assert not queries.is_guardian(merged, child)
    assert queries.person_card(merged) == queries.person_card(kept)
    assert identities(kept) == (kept, merged)
    [card] = queries.merges_of(kept)
    assert (card.kept, card.merged, card.repointed, card.undone_at) == (kept, merged, 2, None)
    assert picture() != before
    operations.unmerge(by=official, merge=merge, reason="two persons after all")
    assert picture() == before
    assert identities(kept) == (kept,)


def test_a_merged_record_is_found_no_more_but_its_number_signs_in_as_the_kept_one(
    a_person: Make, official: Actor
) -> None:
    kept, merged = a_person(given_name="Elçin"), a_person(given_name="Elchin", number="1AB2CD9")
    operations.merge(by=official, kept=kept, merged=merged, reason="one person")
    assert merged not in [card.id for card in queries.find_for(official, "Məmmədov", purpose="appeal")]
    assert queries.by_number("az", "1AB2CD9", date(1990, 5, 1)) == kept


def test_who_looked_at_a_merged_record_is_seen_by_the_kept_one(a_person: Make, official: Actor) -> None:
    kept, merged = a_person(given_name="Elçin"), a_person(given_name="Elchin")
    queries.record_for(official, merged, purpose="appeal")
    queries.record_for(official, kept, purpose="duplicates")
    assert [look.purpose for look in looks_at(kept)] == ["duplicates"]
    operations.merge(by=official, kept=kept, merged=merged, reason="one person")
    assert [look.purpose for look in looks_at(kept)] == ["duplicates", "appeal"]


def test_a_chain_of_merges_leads_to_the_last_kept_and_unravels_in_order(a_person: Make, official: Actor) -> None:
    a, b, c = (a_person(given_name="Elçin") for _ in range(3))
    before = picture()
    first = operations.merge(by=official, kept=b, merged=a, reason="one")
    second = operations.merge(by=official, kept=c, merged=b, reason="one")
    card = queries.person_card(a)
    assert card is not None
    assert card.id == c
    assert identities(c) == (c, a, b)
    with pytest.raises(MergeMoved):
        operations.unmerge(by=official, merge=first, reason="out of order")
    operations.unmerge(by=official, merge=second, reason="no")
    operations.unmerge(by=official, merge=first, reason="no")
    assert picture() == before


def test_records_that_contradict_each_other_are_not_merged_and_nothing_moves(
    a_person: Make, an_institution: Make, official: Actor
) -> None:
    kept, merged, _ = household(a_person, an_institution)
    enrolments.enrol(
        by=ROBOT, person=kept, institution=an_institution(), kind=ProgrammeKind.MASTER, level=7, since=date(2026, 9, 15)
    )
    before = picture()
    with pytest.raises(MergeConflict) as conflict:
        operations.merge(by=official, kept=kept, merged=merged, reason="one person")
    assert conflict.value.params["table"] == "enrolments_enrolment"
    assert picture() == before
    assert queries.merges_of(kept) == ()


def test_a_guardian_and_the_ward_are_never_one_person(a_person: Make, an_institution: Make, official: Actor) -> None:
    _, father, child = household(a_person, an_institution)
    with pytest.raises(MergeConflict) as conflict:
        operations.merge(by=official, kept=father, merged=child, reason="mistake")
    assert conflict.value.params == {"table": "people_guardianship", "constraint": "guardianship_of_another"}


def test_a_merge_whose_rows_moved_on_is_not_undone_by_halves(
    a_person: Make, an_institution: Make, official: Actor
) -> None:
    kept, merged, _ = household(a_person, an_institution)
    merge = operations.merge(by=official, kept=kept, merged=merged, reason="one person")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_guardianship SET guardian_id = %s", [a_person(given_name="Samir")])
    before = picture()
    with pytest.raises(MergeMoved) as refusal:
        operations.unmerge(by=official, merge=merge, reason="no")
    assert refusal.value.params["table"] == "people_guardianship"
    assert picture() == before


def test_a_merge_is_undone_once(a_person: Make, official: Actor) -> None:
    one, other = a_person(), a_person()
    merge = operations.merge(by=official, kept=one, merged=other, reason="one")
    operations.unmerge(by=official, merge=merge, reason="no")
    with pytest.raises(MergeMoved):
        operations.unmerge(by=official, merge=merge, reason="no")
    operations.merge(by=official, kept=one, merged=other, reason="one after all")


def test_nobody_merges_into_oneself_nor_with_nobody_nor_twice(a_person: Make, official: Actor) -> None:
    one, other, third = a_person(), a_person(), a_person()
    with pytest.raises(MergeConflict):
        operations.merge(by=official, kept=one, merged=one, reason="one")
    with pytest.raises(PersonUnknown):
        operations.merge(by=official, kept=one, merged=999_999, reason="one")
    operations.merge(by=official, kept=one, merged=other, reason="one")
    with pytest.raises(MergeConflict):
        operations.merge(by=official, kept=third, merged=other, reason="one")


def test_deciding_same_merges_and_undoing_brings_the_pair_up_again(a_person: Make, official: Actor) -> None:
    one, other = a_person(given_name="Nihad"), a_person(given_name="Nihad")
    found()
    [pair] = queries.candidates()
    merge = operations.decide_same(by=official, candidate=pair.id, keep=other, note="papers seen")
    [card] = queries.merges_of(other)
    assert (card.id, card.kept, card.merged, card.reason) == (merge, other, one, "papers seen")
    assert queries.open_candidates() == 0
    operations.unmerge(by=official, merge=merge, reason="no")
    assert [again.id for again in queries.candidates()] == [pair.id]


def test_of_three_records_of_one_person_the_third_pair_waits_no_more(a_person: Make, official: Actor) -> None:
    one, other, third = (a_person(given_name="Nihad") for _ in range(3))
    assert len(found()) == 3
    merge = operations.merge(by=official, kept=one, merged=other, reason="one")
    assert [(pair.first.id, pair.second.id) for pair in queries.candidates()] == [(one, third)]
    assert queries.open_candidates() == 1
    operations.unmerge(by=official, merge=merge, reason="no")
    assert queries.open_candidates() == 3


def test_what_a_merge_wrote_stays_written(a_person: Make, official: Actor) -> None:
    merge = operations.merge(by=official, kept=a_person(), merged=a_person(), reason="one")
    for sql in ("UPDATE people_merge SET reason = 'x' WHERE id = %s", "DELETE FROM people_merge WHERE id = %s"):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [merge])


def test_every_table_that_points_to_people_is_repointed_and_no_ledger_is() -> None:
    tables = {(reference.table, reference.column) for reference in references()}
    assert {
        ("enrolments_enrolment", "person_id"),
        ("posts_employment", "person_id"),
        ("assessments_result", "person_id"),
        ("people_guardianship", "guardian_id"),
        ("people_guardianship", "ward_id"),
        ("programmes_classgroup", "teacher_id"),
        ("identity_account", "party_id"),
        ("access_roleassignment", "party_id"),
    } <= tables
    assert not [table for table, _ in tables if table.endswith("version") or table.startswith("audit")]
