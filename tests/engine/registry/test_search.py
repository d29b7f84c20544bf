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


def test_every_word_of_the_query_must_match() -> None:
    assert found("məktəb kollec") == []
    assert found("zzzz") == []


def test_an_empty_query_lists_the_filters_services_and_signs_alone_find_nothing() -> None:
    assert set(found("")) == {service.code for service in registry.services()}
    assert {"staff.diagnostic_result", "staff.recruitment_result"} <= set(found("", audience="teacher"))
    assert not {code for code in found("", audience="teacher") if code.startswith("school.study")}
    assert {"abroad.graduation_certificate", "abroad.study_certificate"} <= set(found("", life_event="abroad"))
    assert found("", group="college") == ["college.study_certificate"]
    assert found("!!! ---") == []


@pytest.mark.parametrize("query", ["x" * 10_000, "\x00", "\ud800", "'; DROP TABLE", "%", "🙂", "(((", "\u202e"])
def test_hostile_queries_find_nothing_and_break_nothing(query: str) -> None:
    assert found(query) == []


def test_audiences_and_life_events_are_counted_from_the_services() -> None:
    running = registry.services()
    for kind, counted, of in (
        (Audience, registry.audiences(), "audiences"),
        (LifeEvent, registry.life_events(), "life_events"),
    ):
        told = {value: count for value, _, count in counted}
        assert told == {
            value: count for value in kind if (count := sum(value in getattr(service, of) for service in running))
        }
        assert len(told) >= 5


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
