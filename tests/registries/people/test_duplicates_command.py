"""`maarif duplicates` and the nightly look."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from maarif.config.cli.duplicates import command
from maarif.registries.people import queries
from maarif.registries.people.jobs import look_for_duplicates

pytestmark = pytest.mark.django_db
Make = Callable[..., int]


def run(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def test_an_operator_finds_lists_decides_and_takes_back(a_person: Make) -> None:
    kept, merged = a_person(given_name="Nihad"), a_person(given_name="Nihad")
    assert run("find").output == "New pairs that wait for a decision: 1.\n"
    [pair] = json.loads(run("list", "--json").output)
    assert (pair["first"]["id"], pair["second"]["id"], pair["score"]) == (kept, merged, 100)
    decided = run("decide", pair["id"], "--same", kept, "--note", "papers seen")
    assert decided.exit_code == 0, decided.output
    [merge] = queries.merges_of(kept)
    assert f"undo {merge.id}" in decided.output
    assert run("list").output == "Pairs that wait: 0.\n"
    assert run("undo", merge.id, "--note", "two after all").output == f"Merge {merge.id} is undone.\n"
    assert "Pairs that wait: 1.\n" in run("list").output


def test_a_decision_needs_one_answer_and_a_note(a_person: Make) -> None:
    a_person(given_name="Nihad")
    a_person(given_name="Nihad")
    run("find")
    [pair] = queries.candidates()
    for words in (["--note", "x"], ["--same", pair.first.id, "--different", "--note", "x"], ["--different"]):
        assert run("decide", pair.id, *words).exit_code == 2
    assert queries.open_candidates() == 1
    assert run("decide", pair.id, "--different", "--note", "father and son").exit_code == 0
    assert queries.open_candidates() == 0


def test_the_nightly_look_may_run_any_number_of_times(a_person: Make) -> None:
    a_person(given_name="Nihad")
    a_person(given_name="Nihad")
    look_for_duplicates(timestamp=0)
    look_for_duplicates(timestamp=1)
    assert queries.open_candidates() == 1
