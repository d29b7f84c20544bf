"""Services are found by words of five languages, by beginnings, by synonyms, and told apart by country."""

import pytest

from maarif.engine import registry
from maarif.engine.declare import Audience, LifeEvent
from maarif.engine.registry import NoSuchService, ServiceNotRun
from maarif.kernel.text import LANGUAGES


def found(query: str, language: str = "az", **filters: str) -> list[str]:
    return [service.code for service in registry.search(query, language, **filters)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("məktəb", "az", "school.study_certificate"),
        ("mekteb", "az", "school.study_certificate"),
        ("MƏKTƏB", "az", "school.study_certificate"),
        ("школа", "ru", "school.study_certificate"),
        ("школ справк", "ru", "school.study_certificate"),
        ("мектеп", "kk", "school.study_certificate"),
        ("мектептен", "ky", "school.study_certificate"),
        ("school", "en", "school.study_certificate"),
        ("kollec", "az", "college.study_certificate"),
        ("MİQ", "az", "staff.recruitment_result"),
        ("miq", "az", "staff.recruitment_result"),
        ("sertifikat", "az", "staff.diagnostic_result"),
        ("аттестация", "ru", "staff.diagnostic_result"),
        ("maaş", "az", "staff.diagnostic_result"),
        ("alumnus", "en", "abroad.graduation_certificate"),
        ("Болашақ шетелде оқитын", "kk", "abroad.study_certificate"),
        ("общежитие", "az", "higher.study_certificate"),
    ],
)
def test_the_wanted_service_comes_first(query: str, language: str, first: str) -> None:
    assert found(query, language)[0] == first


@pytest.mark.parametrize(
    ("query", "language", "among"),
    [
        ("trasfer school", "en", "school.transfer"),
        ("dilpom", "en", "higher.diploma_duplicate"),
        ("спрвка", "ru", "school.study_certificate"),
        ("akademmik", "az", "higher.academic_leave"),
        ("анықтамма", "kk", "school.study_certificate"),
        ("маалымкта", "ky", "school.study_certificate"),
    ],
)
def test_one_slip_in_a_word_does_not_hide_a_service(query: str, language: str, among: str) -> None:
    assert among in found(query, language)


def test_a_slip_counts_only_where_nothing_is_written_so() -> None:
    assert found("transfer", "en") == found("trasfer", "en")
    assert found("xcollege", "en") == []


def test_every_word_of_the_query_must_match() -> None:
    assert found("kollec müəllim") == []
    assert found("məktəb kollec") == ["school.stage_change"]
    assert found("zzzz") == []


def test_an_empty_query_lists_the_filters_services_and_signs_alone_find_nothing() -> None:
    assert len(found("")) == 32
    assert found("", audience="teacher") == [
        "staff.appointment",
        "staff.diagnostic_result",
        "staff.dismissal",
        "staff.leave",
        "staff.move",
        "staff.recruitment_result",
        "staff.return_from_leave",
        "staff.service_record",
    ]
    assert found("", life_event="abroad") == ["abroad.graduation_certificate", "abroad.study_certificate"]
    assert found("", group="college") == ["college.study_certificate"]
    assert found("!!! ---") == []


@pytest.mark.parametrize("query", ["x" * 10_000, "\x00", "\ud800", "'; DROP TABLE", "%", "🙂", "(((", "\u202e"])
def test_hostile_queries_find_nothing_and_break_nothing(query: str) -> None:
    assert found(query) == []


def test_audiences_and_life_events_are_counted_from_the_services() -> None:
    assert {audience: count for audience, _, count in registry.audiences()} == {
        Audience.GUARDIAN: 8,
        Audience.PUPIL: 1,
        Audience.STUDENT: 9,
        Audience.GRADUATE: 4,
        Audience.TEACHER: 8,
        Audience.INSTITUTION: 1,
        Audience.EVERYBODY: 5,
    }
    assert {event: count for event, _, count in registry.life_events()} == {
        LifeEvent.SCHOOL: 5,
        LifeEvent.ADMISSION: 1,
        LifeEvent.STUDYING: 9,
        LifeEvent.GRADUATION: 4,
        LifeEvent.TEACHING: 8,
        LifeEvent.ABROAD: 2,
        LifeEvent.RUNNING_AN_INSTITUTION: 1,
        LifeEvent.APPEAL: 5,
    }


def test_a_service_nobody_declared_and_one_the_country_does_not_run_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(NoSuchService):
        registry.service("no.such")
    only_one = frozenset({"school.study_certificate"})
    running(monkeypatch, only_one)
    with pytest.raises(ServiceNotRun):
        registry.service("higher.study_certificate")
    assert [service.code for service in registry.services()] == ["school.study_certificate"]
    assert found("") == ["school.study_certificate"]


def test_every_text_of_every_service_is_there_in_five_languages() -> None:
    for service in registry.all_services():
        for key in ("title", "summary", "who", "need", "how_long", "result", "appeal", "declaration"):
            assert len({registry.text(service, key, language) for language in LANGUAGES}) == 5, (service.code, key)


def running(monkeypatch: pytest.MonkeyPatch, services: frozenset[str]) -> None:
    """The active country runs only these."""
    from dataclasses import replace

    from maarif.kernel import countries

    changed = replace(countries.active_country(), services=services)
    monkeypatch.setattr(countries, "active_country", lambda: changed)
