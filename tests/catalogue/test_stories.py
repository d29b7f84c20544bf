"""Every story of every service comes out as told, in every country that runs the service, and its papers are set in type."""

from typing import Any

import pytest

from maarif.engine import registry
from maarif.engine.declare import Service, Story
from maarif.engine.inspection import telling
from maarif.engine.inspection.surroundings import running


def _issues(service: Service[Any], story: Story[Any], country: str) -> bool:
    """Whether the outcome that is told issues papers."""
    return any(outcome.papers for outcome in service.outcomes if outcome.code == story.outcome)


TOLD = [
    pytest.param(service, story, country, id=f"{service.code}-{story.code}-{country}")
    for service in registry.all_services()
    for story in telling.stories_of(service)
    for country in running(service)
    if not story.countries or country in story.countries
]

ISSUING = [one for one in TOLD if _issues(*one.values)]


@pytest.mark.parametrize(("service", "story", "country"), TOLD)
def test_the_story_comes_out_as_told(service: Service[Any], story: Story[Any], country: str) -> None:
    assert telling.tell(service, story, country, papers=False) is None


@pytest.mark.slow
@pytest.mark.parametrize(("service", "story", "country"), ISSUING)
def test_what_the_story_issues_is_set_in_type_in_every_language(
    service: Service[Any], story: Story[Any], country: str
) -> None:
    assert telling.tell(service, story, country) is None


def test_what_issues_a_paper_is_told_apart() -> None:
    assert len(ISSUING) > 200


def test_every_declared_service_runs_in_each_of_three_countries() -> None:
    declared = {service.code for service in registry.all_services()}
    for country in ("az", "kg", "kz"):
        assert {service.code for service in registry.services(country)} == declared
    assert len(declared) == 32
