"""Bundles of other makers: OneRoster 1.1 with roles in users.csv, subjects' classes only, and deltas."""

import datetime as dt

import pytest

from maarif.registries.enrolments.models import Enrolment
from maarif.registries.people.models import Guardianship, Person
from maarif.registries.roster.models import Affiliation, ClassMember
from tests.registries.roster.conftest import Loader, Rows, school

pytestmark = pytest.mark.django_db


def one_one() -> dict[str, Rows]:
    """A 1.1 bundle: roles and orgs in users.csv, two subjects' classes, no homeroom."""
    users = [
        {
            "sourcedId": "s1",
            "role": "student",
            "orgSourcedIds": "hs",
            "grades": "10",
            "givenName": "Ann",
            "familyName": "Lee",
        },
        {"sourcedId": "t1", "role": "teacher", "orgSourcedIds": "hs", "givenName": "Bo", "familyName": "Ray"},
        {
            "sourcedId": "p1",
            "role": "parent",
            "orgSourcedIds": "hs",
            "givenName": "Cy",
            "familyName": "Lee",
            "agentSourcedIds": "s1",
        },
    ]
    common = {
        "status": "",
        "dateLastModified": "",
        "enabledUser": "true",
        "username": "",
        "identifier": "",
        "password": "",
    }
    classes = [
        {"sourcedId": name, "title": name, "grades": "10", "classType": "scheduled", "schoolSourcedId": "hs"}
        for name in ("maths", "physics")
    ]
    return {
        "orgs": [{"sourcedId": "hs", "name": "High School", "type": "school"}],
        "classes": classes,
        "users": [user | common for user in users],
        "enrollments": [
            {
                "sourcedId": f"{role}-{name}",
                "classSourcedId": name,
                "schoolSourcedId": "hs",
                "userSourcedId": who,
                "role": role,
                "primary": "false",
                "beginDate": "2026-09-01",
            }
            for name in ("maths", "physics")
            for who, role in (("s1", "student"), ("t1", "teacher"))
        ],
    }


def test_a_bundle_of_one_one_goes_in(loader: Loader) -> None:
    report = loader.load(one_one())
    assert loader.faults == []
    assert report.counts["users"].added == 3
    assert report.counts["enrollments"].added == 4
    assert set(Affiliation.objects.values_list("person__sourced_id", "role", "institution__sourced_id")) == {
        ("s1", "student", "hs"),
        ("t1", "teacher", "hs"),
        ("p1", "parent", "hs"),
    }
    assert ClassMember.objects.count() == 4
    bond = Guardianship.objects.get()
    assert (bond.ward.sourced_id, bond.guardian.sourced_id, bond.kind) == ("s1", "p1", "guardian")


def test_a_student_whom_no_row_enrols_is_enrolled_from_role_and_grade(loader: Loader) -> None:
    report = loader.load(one_one())
    assert report.derived == 1
    study = Enrolment.objects.get()
    assert (study.person.sourced_id, study.level, study.kind, study.grade) == ("s1", 3, "general", 10)
    assert (study.period.lower, study.status) == (dt.date(2026, 9, 1), "active")
    assert loader.load(one_one()).derived == 0
    assert Enrolment.objects.count() == 1


def test_a_stated_study_takes_the_place_of_a_derived_one(loader: Loader) -> None:
    loader.load(one_one())
    bundle = one_one()
    bundle["classes"].append({**bundle["classes"][0], "sourcedId": "home", "title": "10A", "classType": "homeroom"})
    bundle["enrollments"].append(
        {**bundle["enrollments"][0], "sourcedId": "stated", "classSourcedId": "home", "beginDate": "2026-09-03"}
    )
    report = loader.load(bundle)
    assert loader.faults == []
    assert report.counts["enrollments"].added == 1
    assert {(s.sourced_id, s.status) for s in Enrolment.objects.all()} == {
        ("study:s1@hs", "annulled"),
        ("stated", "active"),
    }


def test_a_source_that_states_studies_has_none_derived(loader: Loader) -> None:
    bundle = school()
    bundle["enrollments"][1]["beginDate"] = "soon"
    assert loader.load(bundle).derived == 0
    assert loader.load(school()).counts["enrollments"].added == 1
    assert loader.faults == []


def test_a_delta_changes_only_what_it_names(loader: Loader) -> None:
    loader.load(school())
    changed = {
        **school()["users"][0],
        "status": "active",
        "dateLastModified": "2026-11-20T10:00:00Z",
        "givenName": "Nihat",
    }
    path = loader.write({"users": [changed]}, manifest={"file.users": "delta", "oneroster.version": "1.2"})
    report = loader.load(path)
    assert report.as_dict()["users"] == {"read": 1, "added": 0, "changed": 1, "unchanged": 0, "rejected": 0}
    assert report.ended == {}
    assert Person.objects.get(sourced_id="nihad").given_name == "Nihat"
    assert Enrolment.objects.filter(status="active").count() == 2
    assert Guardianship.objects.filter(period__upper_inf=True).count() == 3


def test_a_delta_ends_what_it_marks_to_be_deleted(loader: Loader) -> None:
    loader.load(school())
    gone = {"sourcedId": "e-leyla", "status": "tobedeleted", "dateLastModified": "2026-11-20T10:00:00Z"}
    row = {**dict.fromkeys(school()["enrollments"][0], ""), **gone}
    path = loader.write({"enrollments": [row]}, manifest={"file.enrollments": "delta"})
    report = loader.load(path)
    assert report.as_dict()["enrollments"] == {"read": 1, "added": 0, "changed": 1, "unchanged": 0, "rejected": 0}
    assert Enrolment.objects.get(sourced_id="e-leyla").status == "withdrawn"
    assert Enrolment.objects.get(sourced_id="e-nihad").status == "active"


def test_a_delta_of_demographics_alone_reaches_the_person(loader: Loader) -> None:
    loader.load(school())
    path = loader.write(
        {"demographics": [{"sourcedId": "nihad", "status": "active", "birthDate": "2014-02-12", "sex": "male"}]},
        manifest={"file.demographics": "delta"},
    )
    assert loader.load(path).counts["demographics"].changed == 1
    assert Person.objects.get(sourced_id="nihad").birth_date == dt.date(2014, 2, 12)


def test_sources_do_not_end_what_others_gave(loader: Loader) -> None:
    loader.load(loader.write(school(), manifest={"source.systemCode": "north"}))
    other = school()
    for rows in other.values():
        for row in rows:
            for key in row:
                if key.endswith(("ourcedId", "SourcedIds")) and row[key]:
                    row[key] = ",".join(f"x-{part}" for part in row[key].split(","))
                if key == "identifier":
                    row[key] = ""
    report = loader.load(loader.write(other, manifest={"source.systemCode": "south"}))
    assert report.ended == {}
    assert Enrolment.objects.filter(status="active").count() == 4
