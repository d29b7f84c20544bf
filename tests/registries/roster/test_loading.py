"""A bundle goes in whole, once, and comes out of the registers as it was written."""

import datetime as dt

import pytest
from django.conf import settings

from maarif.registries.enrolments.models import Enrolment
from maarif.registries.institutions.models import Institution
from maarif.registries.people import queries as people
from maarif.registries.people.models import Guardianship, Person
from maarif.registries.people.operations import named_columns
from maarif.registries.people.sealing import number_hash, open_number
from maarif.registries.programmes.models import ClassGroup
from maarif.registries.roster.models import Affiliation, ClassMember, Load, LoadedPage
from maarif.support.audit.models import Entry
from tests.registries.roster.conftest import Loader, school

pytestmark = pytest.mark.django_db


def all_of(read: int, **what: int) -> dict[str, int]:
    return {"read": read, "added": 0, "changed": 0, "unchanged": 0, "rejected": 0, **what}


def test_every_row_of_a_good_bundle_goes_in_and_is_counted(loader: Loader) -> None:
    counts = loader.load(school()).as_dict()
    assert counts == {
        "academicSessions": all_of(1, added=1),
        "orgs": all_of(2, added=2),
        "courses": all_of(1, added=1),
        "classes": all_of(1, added=1),
        "demographics": all_of(6, added=6),
        "users": all_of(6, added=6),
        "guardianships": all_of(3, added=3),
        "roles": all_of(3, added=3),
        "enrollments": all_of(3, added=3),
    }
    assert loader.rejects == []


def test_a_person_is_written_as_registration_would_write_one(loader: Loader) -> None:
    loader.load(school())
    person = Person.objects.get(sourced_id="nihad")
    assert (person.family_name, person.given_name, person.birth_date, person.sex) == (
        "Məmmədov",
        "Nihad",
        dt.date(2014, 2, 11),
        "male",
    )
    assert (person.number_kind, person.number_tail) == ("fin", "7HX•••C")
    assert people.by_number("az", "7hx 3v9c", dt.date(2014, 2, 11)) == person.pk
    keys = named_columns("az", "Məmmədov", "Nihad")
    assert (person.sort_key, person.search_key) == (keys["sort_key"], keys["search_key"])


def test_a_sealed_number_opens_again(loader: Loader) -> None:
    loader.load(school())
    person = Person.objects.get(sourced_id="aygun")
    assert bytes(person.number_hash) == number_hash(settings.INDEX_KEY, "az", "5KT7M2A")
    assert open_number(settings.DATA_KEY, bytes(person.number_cipher), bytes(person.number_hash)) == "5KT7M2A"


def test_guardians_are_bound_from_the_birth_of_the_child(loader: Loader) -> None:
    loader.load(school())
    bonds = Guardianship.objects.order_by("ward__sourced_id", "guardian__sourced_id")
    assert [(b.ward.sourced_id, b.guardian.sourced_id, b.kind, b.period.lower, b.period.upper) for b in bonds] == [
        ("leyla", "nermin", "mother", dt.date(2013, 12, 30), None),
        ("nihad", "aygun", "mother", dt.date(2014, 2, 11), None),
        ("nihad", "resad", "father", dt.date(2014, 2, 11), None),
    ]


def test_a_homeroom_row_is_a_study_and_its_teacher_leads_the_class(loader: Loader) -> None:
    loader.load(school())
    study = Enrolment.objects.get(person__sourced_id="nihad")
    assert (study.institution.sourced_id, study.class_group.sourced_id) == ("s6", "c7a")
    assert (study.level, study.kind, study.grade, study.status) == (2, "general", 7, "active")
    assert (study.period.lower, study.period.upper, study.status_since) == (
        dt.date(2026, 9, 15),
        None,
        dt.date(2026, 9, 15),
    )
    assert ClassGroup.objects.get(sourced_id="c7a").teacher.sourced_id == "sevinc"
    assert list(ClassMember.objects.values_list("person__sourced_id", "role")) == [("sevinc", "teacher")]
    assert Affiliation.objects.count() == 3


def test_loading_the_same_bundle_again_changes_nothing(loader: Loader) -> None:
    loader.load(school())
    before = list(Person.objects.order_by("pk").values_list("pk", "changed_at", "number_cipher"))
    counts = loader.load(school()).as_dict()
    assert all(one["unchanged"] == one["read"] for one in counts.values())
    assert list(Person.objects.order_by("pk").values_list("pk", "changed_at", "number_cipher")) == before


def test_without_its_memory_the_loader_finds_in_the_register_that_nothing_changed(loader: Loader) -> None:
    loader.load(school())
    LoadedPage.objects.all().delete()
    before = list(Person.objects.order_by("pk").values_list("pk", "changed_at"))
    counts = loader.load(school()).as_dict()
    assert counts["users"] == all_of(6, unchanged=6)
    assert counts["enrollments"] == all_of(3, unchanged=3)
    assert list(Person.objects.order_by("pk").values_list("pk", "changed_at")) == before


def test_one_changed_name_changes_one_person(loader: Loader) -> None:
    loader.load(school())
    bundle = school()
    bundle["users"][0]["givenName"] = "Nihat"
    counts = loader.load(bundle).as_dict()
    assert counts["users"] == all_of(6, changed=1, unchanged=5)
    assert counts["demographics"] == all_of(6, unchanged=6)
    assert Person.objects.get(sourced_id="nihad").given_name == "Nihat"
    assert Person.objects.get(sourced_id="nihad").birth_date == dt.date(2014, 2, 11)


def test_one_changed_birth_date_changes_one_row_of_demographics(loader: Loader) -> None:
    loader.load(school())
    bundle = school()
    bundle["demographics"][0]["birthDate"] = "2014-02-12"
    counts = loader.load(bundle).as_dict()
    assert counts["demographics"] == all_of(6, changed=1, unchanged=5)
    assert counts["users"] == all_of(6, unchanged=6)
    assert Person.objects.get(sourced_id="nihad").birth_date == dt.date(2014, 2, 12)


def test_unknown_columns_are_kept_and_passwords_are_not(loader: Loader) -> None:
    bundle = school()
    bundle["users"][0] |= {
        "metadata.utis": "0012345",
        "favouriteColour": 'dark "blue"',
        "password": "hunter2",
        "email": "n@x.example",
    }
    loader.load(bundle)
    assert Person.objects.get(sourced_id="nihad").metadata == {
        "utis": "0012345",
        "favouriteColour": 'dark "blue"',
        "email": "n@x.example",
    }
    assert Person.objects.get(sourced_id="leyla").metadata == {}


def test_a_parent_may_stand_below_its_child_in_orgs(loader: Loader) -> None:
    bundle = school()
    bundle["orgs"].append({"sourcedId": "d1", "name": "Bakı şəhəri üzrə idarə", "type": "district"})
    bundle["orgs"][0]["parentSourcedId"] = "d1"
    assert loader.load(bundle).counts["orgs"].rejected == 0
    assert Institution.objects.get(sourced_id="s6").parent.sourced_id == "d1"
    assert Institution.objects.get(sourced_id="d1").kind == "office"


def test_a_pupil_moves_within_one_bundle_whatever_the_order_of_the_rows(loader: Loader) -> None:
    loader.load(school())
    bundle = school()
    bundle["classes"].append(
        {**bundle["classes"][0], "sourcedId": "c7b", "schoolSourcedId": "s7", "courseSourcedId": ""}
    )
    old = bundle["enrollments"][0]
    moved = {**old, "sourcedId": "e-new", "schoolSourcedId": "s7", "classSourcedId": "c7b", "beginDate": "2026-11-02"}
    old |= {"endDate": "2026-11-01", "metadata.status": "transferred"}
    bundle["enrollments"].insert(0, moved)
    report = loader.load(bundle)
    assert loader.faults == []
    assert report.counts["enrollments"].as_dict() == all_of(4, added=1, changed=1, unchanged=2)
    studies = Enrolment.objects.filter(person__sourced_id="nihad").order_by("period")
    assert [(s.institution.sourced_id, s.status, s.period.upper) for s in studies] == [
        ("s6", "transferred", dt.date(2026, 11, 2)),
        ("s7", "active", None),
    ]


def test_a_dry_run_reports_everything_and_keeps_nothing(loader: Loader) -> None:
    report = loader.load(school(), dry_run=True)
    assert report.counts["users"].added == 6
    assert (Person.objects.count(), Institution.objects.count(), LoadedPage.objects.count(), Load.objects.count()) == (
        0,
        0,
        0,
        0,
    )


def test_a_load_is_in_the_ledger_and_in_the_history_of_each_row(loader: Loader) -> None:
    loader.load(school())
    entry = Entry.objects.get(what="roster.load")
    assert entry.detail["counts"]["users"]["added"] == 6
    assert Load.objects.get().state == "done"
    person = Person.objects.get(sourced_id="nihad")
    versions = person.history.all()
    assert [version.pgh_label for version in versions] == ["insert"]
    assert versions[0].pgh_context.metadata["purpose"] == "test"


def test_whom_a_bulk_file_no_longer_names_is_withdrawn_and_stays_in_the_register(loader: Loader) -> None:
    loader.load(school())
    bundle = school()
    del bundle["enrollments"][1]
    del bundle["users"][1]
    report = loader.load(bundle)
    assert dict(report.ended) == {"enrollments": 1, "guardianships": 1}
    assert Enrolment.objects.get(person__sourced_id="leyla").status == "withdrawn"
    assert Person.objects.filter(sourced_id="leyla").exists()
    assert loader.load(bundle).ended == {}


def test_a_guardian_named_no_more_stands_for_the_child_no_more(loader: Loader) -> None:
    loader.load(school())
    bundle = school()
    bundle["users"][0] |= {"agentSourcedIds": "aygun", "metadata.agentKinds": "mother"}
    assert dict(loader.load(bundle).ended) == {"guardianships": 1}
    assert Guardianship.objects.get(guardian__sourced_id="resad").period.upper is not None
    assert Guardianship.objects.get(guardian__sourced_id="aygun").period.upper is None
