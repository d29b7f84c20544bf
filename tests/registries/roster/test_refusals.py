"""Each bad row is told with its file, line, field and rule, and the good ones around it go in."""

import datetime as dt

import pytest

from maarif.kernel import identifiers
from maarif.kernel.text import LANGUAGES
from maarif.registries.enrolments.models import Enrolment
from maarif.registries.people.models import Guardianship, Person
from maarif.registries.posts.models import Employment
from maarif.registries.roster import wording
from maarif.support.parties import bulk
from tests.registries.roster.conftest import Loader, Rows, school

pytestmark = pytest.mark.django_db

BAD_VALUES = [
    ("academicSessions", 0, {"startDate": "2026-02-30"}, "startDate", "date"),
    ("academicSessions", 0, {"endDate": "2026-09-15"}, "endDate", "date_order"),
    ("academicSessions", 0, {"type": "holiday"}, "type", "vocabulary"),
    ("academicSessions", 0, {"schoolYear": "twenty"}, "schoolYear", "number"),
    ("orgs", 1, {"name": ""}, "name", "missing"),
    ("orgs", 1, {"type": "castle"}, "type", "vocabulary"),
    ("orgs", 1, {"metadata.region": "AZ-XX"}, "metadata.region", "region"),
    ("orgs", 1, {"metadata.capacity": "-5"}, "metadata.capacity", "number"),
    ("orgs", 1, {"metadata.latitude": "91"}, "metadata.latitude", "number"),
    ("orgs", 1, {"metadata.country": "AZE"}, "metadata.country", "country"),
    ("orgs", 1, {"parentSourcedId": "s7"}, "parentSourcedId", "own_parent"),
    ("orgs", 1, {"parentSourcedId": "nowhere"}, "parentSourcedId", "unknown_reference"),
    ("users", 1, {"familyName": " "}, "familyName", "missing"),
    ("users", 1, {"givenName": "Ley\ud7ffla\ue000"}, "givenName", "unclean"),
    ("users", 1, {"identifier": "8ZL4B7"}, "identifier", "identifier"),
    ("users", 1, {"identifier": "7hx3v9c"}, "identifier", "identifier_twice"),
    ("users", 1, {"metadata.language": "xx"}, "metadata.language", "vocabulary"),
    ("users", 1, {"metadata.region": "KZ-75"}, "metadata.region", "region"),
    ("users", 1, {"sourcedId": ""}, "sourcedId", "missing"),
    ("users", 1, {"sourcedId": "nihad"}, "sourcedId", "duplicate"),
    ("users", 1, {"status": "perhaps"}, "status", "status"),
    ("demographics", 1, {"birthDate": "30.12.2013"}, "birthDate", "date"),
    ("demographics", 1, {"birthDate": "2113-12-30"}, "birthDate", "future"),
    ("demographics", 1, {"sex": "f"}, "sex", "vocabulary"),
    ("demographics", 1, {"sourcedId": "nobody"}, "sourcedId", "unknown_reference"),
    ("roles", 1, {"role": "king"}, "role", "vocabulary"),
    ("roles", 1, {"orgSourcedId": "s9"}, "orgSourcedId", "unknown_reference"),
    ("roles", 1, {"endDate": "2026-01-01"}, "endDate", "date_order"),
    ("enrollments", 1, {"userSourcedId": "nobody"}, "userSourcedId", "unknown_reference"),
    ("enrollments", 1, {"classSourcedId": "", "metadata.level": "2"}, "classSourcedId", "missing"),
    ("enrollments", 1, {"metadata.level": "9"}, "metadata.level", "number"),
    ("enrollments", 1, {"metadata.kind": "bachelor"}, "metadata.level", "level_of_kind"),
    ("enrollments", 1, {"metadata.status": "completed"}, "endDate", "ended_without_end"),
    ("enrollments", 1, {"endDate": "2026-10-01", "metadata.status": "active"}, "endDate", "active_has_ended"),
    ("enrollments", 1, {"metadata.graduatedOn": "2026-10-01"}, "metadata.graduatedOn", "graduate_completed"),
]


@pytest.mark.parametrize(
    ("file", "row", "change", "field", "rule"), BAD_VALUES, ids=[f"{one[0]}-{one[3]}-{one[4]}" for one in BAD_VALUES]
)
def test_a_bad_value_refuses_its_row_and_only_that(
    loader: Loader, file: str, row: int, change: dict[str, str], field: str, rule: str
) -> None:
    bundle = school()
    if change.get("metadata.kind"):
        bundle[file][row]["metadata.level"] = "2"
    bundle[file][row] |= change
    report = loader.load(bundle)
    assert (f"{file}.csv", row + 2, field, rule) in loader.faults
    counts = report.counts[file]
    assert counts.rejected == 1
    assert counts.added == len(bundle[file]) - 1
    assert counts.read == counts.added + counts.changed + counts.unchanged + counts.rejected


def test_a_row_that_breaks_three_rules_is_one_row_and_three_faults(loader: Loader) -> None:
    bundle = school()
    bundle["users"][1] |= {"familyName": "", "metadata.language": "xx", "metadata.region": "AZ-XX"}
    report = loader.load(bundle)
    told = [fault for fault in loader.faults if fault[:2] == ("users.csv", 3) and fault[2] != "agentSourcedIds"]
    assert [fault[2:] for fault in told] == [
        ("familyName", "missing"),
        ("metadata.language", "vocabulary"),
        ("metadata.region", "region"),
    ]
    assert report.counts["users"].rejected == 1


def test_whatever_hangs_on_a_refused_row_is_refused_too(loader: Loader) -> None:
    bundle = school()
    bundle["users"][1]["givenName"] = ""
    report = loader.load(bundle)
    assert {fault[0] for fault in loader.faults} == {"users.csv", "demographics.csv", "roles.csv", "enrollments.csv"}
    assert report.counts["enrollments"].as_dict() == {
        "read": 3,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
    }
    assert report.counts["guardianships"].rejected == 1


def test_a_corrected_row_goes_in_with_the_next_load(loader: Loader) -> None:
    bundle = school()
    bundle["users"][1]["givenName"] = ""
    loader.load(bundle)
    report = loader.load(school())
    assert loader.faults == []
    assert report.counts["users"].as_dict() == {"read": 6, "added": 1, "changed": 0, "unchanged": 5, "rejected": 0}
    assert Enrolment.objects.get(person__sourced_id="leyla").status == "active"


def test_a_personal_number_that_the_register_gave_to_another_is_refused(loader: Loader) -> None:
    loader.load(school())
    bundle = school()
    bundle["users"][1] |= {"sourcedId": "leyla-2"}
    bundle["users"] = [bundle["users"][1]]
    report = loader.load({"users": bundle["users"]}, allow_empty=True)
    assert loader.faults[0] == ("users.csv", 2, "identifier", "number_taken")
    assert report.counts["users"].rejected == 1
    assert loader.rejects[0].value == ""


@pytest.mark.parametrize("other_fault", [False, True])
def test_a_number_passes_to_a_new_person_in_the_page_in_which_its_holder_gives_it_up(
    loader: Loader, other_fault: bool
) -> None:
    loader.load(school())
    leyla, aygun = school()["users"][1], school()["users"][2]
    rows: Rows = [{**leyla, "identifier": "3MC9V2D"}, {**leyla, "sourcedId": "leyla-2", "agentSourcedIds": ""}]
    if other_fault:
        rows.append({**aygun, "sourcedId": "aygun-2"})
    report = loader.load({"users": rows}, allow_empty=True)
    assert loader.faults == [("users.csv", 4, "identifier", "number_taken")] * other_fault
    assert report.counts["users"].as_dict() == {
        "read": 2 + other_fault,
        "added": 1,
        "changed": 1,
        "unchanged": 0,
        "rejected": int(other_fault),
    }


def test_a_page_without_faults_is_written_without_asking_what_it_clashes_with(
    loader: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = bulk._clashing
    monkeypatch.setattr(bulk, "_clashing", lambda target: asked.append(target.table) or ask(target))
    loader.load(school())
    assert (loader.faults, asked) == ([], [])
    leyla = school()["users"][1]
    loader.load({"users": [{**leyla, "sourcedId": "leyla-2", "agentSourcedIds": ""}]}, allow_empty=True)
    assert asked == ["people_person"]


def test_a_number_is_compared_with_the_birth_date_and_the_sex_that_it_tells(loader: Loader) -> None:
    users: Rows = [
        {"sourcedId": "a", "givenName": "Айгүл", "familyName": "Сәрсенова", "identifier": "890306403006"},
        {"sourcedId": "b", "givenName": "Ерлан", "familyName": "Сәрсенов", "identifier": "870825303029"},
        {"sourcedId": "c", "givenName": "Ерлан", "familyName": "Сәрсенов", "identifier": "870825303020"},
    ]
    numbers = [identifiers.check("kz", user["identifier"]).reason for user in users]
    demographics: Rows = [
        {"sourcedId": "a", "birthDate": "1989-03-07", "sex": "female"},
        {"sourcedId": "b", "birthDate": "1987-08-25", "sex": "female"},
    ]
    loader.load({"users": users, "demographics": demographics}, country="kz")
    rules = [rule for file, _, _, rule in loader.faults if file == "users.csv"]
    expected = [
        "identifier" if reason else rule
        for reason, rule in zip(numbers, ["identifier_birth_date", "identifier_sex", ""], strict=True)
    ]
    assert rules == [rule for rule in expected if rule]


def test_two_current_studies_on_one_level_are_one_too_many(loader: Loader) -> None:
    bundle = school()
    bundle["enrollments"].append({**bundle["enrollments"][0], "sourcedId": "e-second"})
    report = loader.load(bundle)
    assert loader.faults == [("enrollments.csv", 5, "metadata.level", "two_active")]
    assert report.counts["enrollments"].as_dict() == {
        "read": 4,
        "added": 3,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
    }
    assert Enrolment.objects.filter(person__sourced_id="nihad").count() == 1


def test_periods_that_overlap_on_one_level_are_refused(loader: Loader) -> None:
    bundle = school()
    before = {**bundle["enrollments"][0], "sourcedId": "e-before", "beginDate": "2025-09-15", "endDate": "2026-10-01"}
    bundle["enrollments"].append(before | {"metadata.status": "transferred"})
    loader.load(bundle)
    assert [(fault[0], fault[3]) for fault in loader.faults] in (
        [("enrollments.csv", "overlap")],
        [("enrollments.csv", "enrolment_no_overlap_on_level")],
    )
    assert Enrolment.objects.filter(person__sourced_id="nihad").count() == 1


def test_a_guardian_too_young_to_be_a_parent_is_told_in_the_line_of_the_child(loader: Loader) -> None:
    bundle = school()
    bundle["demographics"][2]["birthDate"] = "2005-04-17"
    report = loader.load(bundle)
    assert loader.faults == [("users.csv", 2, "agentSourcedIds", "guardianship_guardian_old_enough")]
    assert report.counts["guardianships"].as_dict() == {
        "read": 3,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
    }
    assert report.counts["users"].added == 6
    assert set(Guardianship.objects.values_list("guardian__sourced_id", flat=True)) == {"resad", "nermin"}


def test_a_post_is_not_filled_over_its_size(loader: Loader) -> None:
    bundle = school()
    bundle["maarif_posts"] = [
        {"sourcedId": "p1", "orgSourcedId": "s6", "kind": "teacher", "title": "Müəllim", "fullTimeEquivalent": "150"}
    ]
    bundle["maarif_employments"] = [
        {"sourcedId": f"w{n}", "postSourcedId": "p1", "userSourcedId": who, "share": "100", "beginDate": "2026-09-15"}
        for n, who in enumerate(("sevinc", "aygun"))
    ]
    report = loader.load(bundle)
    assert [fault[0::3] for fault in loader.faults] == [("maarif_employments.csv", "post_not_over_filled")]
    assert report.counts["maarif_employments"].added == 1
    assert Employment.objects.count() == 1


def test_a_study_that_has_ended_is_not_woken_up(loader: Loader) -> None:
    bundle = school()
    bundle["enrollments"][0] |= {"endDate": "2026-11-01", "metadata.status": "withdrawn"}
    loader.load(bundle)
    loader.load(school())
    assert loader.faults == [("enrollments.csv", 2, "metadata.status", "transition")]
    assert Enrolment.objects.get(person__sourced_id="nihad").status == "withdrawn"


def test_every_rule_says_in_five_languages_what_is_wrong_and_how_to_put_it_right(loader: Loader) -> None:
    rules = wording.rules()
    used = {rule for *_, rule in BAD_VALUES} | {
        "columns",
        "control",
        "two_active",
        "overlap",
        "transition",
        "constraint",
    }
    assert used <= set(rules)
    for parts in rules.values():
        for text in (parts["text"], parts["fix"]):
            assert len({text.in_(language) for language in LANGUAGES}) == 5
    bundle = school()
    bundle["users"][1]["familyName"] = ""
    loader.load(bundle)
    missing = next(one for one in loader.rejects if one.rule == "missing")
    assert missing.message("en") == "familyName is empty."
    assert missing.fix("az") == "Bu sütunu doldurun."


def test_a_hundred_bad_rows_among_good_ones_are_found_one_by_one(loader: Loader) -> None:
    bundle = school()
    for number in range(300):
        young = number % 3 == 0
        bundle["users"] += [
            {
                "sourcedId": f"child{number}",
                "givenName": "Ayan",
                "familyName": "Quliyeva",
                "agentSourcedIds": f"adult{number}",
            },
            {"sourcedId": f"adult{number}", "givenName": "Anar", "familyName": "Quliyev"},
        ]
        bundle["demographics"] += [
            {"sourcedId": f"child{number}", "birthDate": "2015-01-01", "sex": "female"},
            {"sourcedId": f"adult{number}", "birthDate": "2010-01-01" if young else "1985-01-01", "sex": "male"},
        ]
    report = loader.load(bundle)
    assert report.counts["guardianships"].as_dict() == {
        "read": 303,
        "added": 203,
        "changed": 0,
        "unchanged": 0,
        "rejected": 100,
    }
    assert {rule for *_, rule in loader.faults} == {"guardianship_guardian_old_enough"}
    assert Person.objects.filter(birth_date=dt.date(2010, 1, 1)).count() == 100
