"""`maarif deadline`, `maarif id` and `maarif rules` answer people and programs, without a database."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from maarif.config.cli import deadline, id, rules


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))  # type: ignore[arg-type]


def test_deadline_answers_a_program_exactly() -> None:
    result = run(deadline.command, "--country", "az", "--from", "2026-03-18T16:30", "--days", "3", "--json")
    answer = json.loads(result.output)
    assert result.exit_code == 0
    assert (answer["due"], answer["counted"]) == ("2026-04-01", ["2026-03-19", "2026-03-31", "2026-04-01"])
    assert answer["skipped"][0] == {"date": "2026-03-20", "why": "Ramazan bayramı, Novruz bayramı"}
    assert len(answer["skipped"]) == 11


def test_deadline_takes_a_time_without_offset_for_local_time() -> None:
    result = run(deadline.command, "--from", "2026-11-23T23:59", "--days", "1", "--json")
    assert json.loads(result.output)["due"] == "2026-11-24"


def test_deadline_takes_an_offset_for_what_it_says() -> None:
    result = run(deadline.command, "--from", "2026-11-23T20:30+00:00", "--days", "1", "--json")
    assert json.loads(result.output)["due"] == "2026-11-25"


def test_deadline_explains_itself_to_people_in_their_language() -> None:
    result = run(deadline.command, "--country", "kg", "--from", "2026-08-28", "--days", "1", "--language", "ky")
    assert result.output.splitlines() == [
        "2026-09-01",
        "",
        "  2026-08-29 Sat  ишемби",
        "  2026-08-30 Sun  жекшемби",
        "  2026-08-31 Mon  Эгемендүүлүк күнү",
        "  2026-09-01 Tue  counted",
    ]


def test_deadline_says_when_it_is_provisional() -> None:
    result = run(deadline.command, "--from", "2026-12-29", "--days", "9")
    assert result.output.endswith("Provisional: the government has not yet published the holidays of that year.\n")


def test_deadline_knows_regions() -> None:
    assert run(deadline.command, "--region", "AZ-NX", "--from", "2026-11-23", "--days", "1", "--json").exit_code == 0
    refused = run(deadline.command, "--region", "AZ-QQ", "--from", "2026-11-23", "--days", "1", "--json")
    assert (refused.exit_code, refused.output) == (1, "Error: unknown_region: country='az', region='AZ-QQ'\n")


@pytest.mark.parametrize("moment", ["2031-01-01", "2019-12-31T10:00"])
def test_deadline_outside_the_table_is_an_error_with_its_name(moment: str) -> None:
    result = run(deadline.command, "--from", moment, "--days", "1")
    assert result.exit_code == 1
    assert result.output.startswith("Error: outside_calendar:")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "yesterday", "--days", "1"),
        ("--from", "2026-02-30", "--days", "1"),
        ("--from", "2026-11-23", "--days", "-1"),
        ("--from", "2026-11-23", "--days", "1", "--country", "xx"),
    ],
)
def test_deadline_refuses_what_makes_no_sense(arguments: tuple[str, ...]) -> None:
    assert run(deadline.command, *arguments).exit_code == 2


def test_id_check_answers_a_program_exactly() -> None:
    result = run(id.command, "check", "--country", "kg", "1 2312 1988 12345", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output) == {"valid": True, "reason": None, "birth_date": "1988-12-23", "sex": "female"}


def test_id_check_says_no_by_its_exit_code_and_gives_the_reason() -> None:
    result = run(id.command, "check", "--country", "kz", "780412300341", "--json")
    assert result.exit_code == 1
    assert json.loads(result.output) == {"valid": False, "reason": "check_digit", "birth_date": None, "sex": None}


def test_id_check_tells_people_the_reason_in_words() -> None:
    result = run(id.command, "check", "5KT7M2O", "--language", "en")
    assert result.output == "A FIN has no letters I and O. Check whether it is the digit 1 (one) or 0 (zero).\n"


def test_id_check_repeats_a_number_only_masked() -> None:
    assert run(id.command, "check", "5KT7M2A").output == "5KT•••A\n"


def test_rules_lists_what_is_in_force() -> None:
    answer = json.loads(run(rules.command, "--country", "az", "--on", "2026-03-01", "--json").output)
    assert [one["sector"] for one in answer["rule_sets"]] == [
        "appeals",
        "assessments",
        "certificates",
        "duplicates",
        "promotion",
        "special_study",
        "staff",
        "stage_change",
        "students",
        "transfers",
    ]
    assert answer["rule_sets"][0]["values"]["answer_days"] == 15


def test_rules_shows_people_one_sector() -> None:
    assert run(rules.command, "--country", "kg", "--sector", "staff", "--on", "2026-03-01").output.splitlines() == [
        "staff: kg.staff.2000 (from 2000-01-01 to further notice)",
        "  largest_load: 150",
        "  weekly_hours_of_full_post: 20",
    ]
    said = run(rules.command, "--country", "kg", "--sector", "appeals", "--on", "2026-03-01").output.splitlines()
    assert said[: said.index("  categories:")] == [
        "appeals: kg.appeals.2021 (from 2021-07-01 to further notice)",
        "  register_days: 1",
        "  answer_days: 14",
        "  complaint_days: 14",
        "  study_days: 14",
        "  extension_days: 30",
        "  urgent_days: 1",
        "  forward_days: 5",
        "  promise_days: 3",
        "  repeats: 3",
        "  repeats_days: 365",
        "  anonymous_considered:",
        "    - crime",
        "    - life",
        "    - child",
        "  anonymous_urgent:",
        "    - life",
        "    - child",
    ]


def test_rules_for_a_date_without_them_is_an_error_with_its_name() -> None:
    result = run(rules.command, "--sector", "appeals", "--on", "1999-01-01")
    assert (result.exit_code, result.output.split(":")[1].strip()) == (1, "no_rule_set")


@pytest.mark.parametrize("module", ["deadline", "id", "rules"])
def test_these_commands_need_neither_django_nor_a_database(module: str) -> None:
    program = f"import sys, maarif.config.cli.{module}; sys.exit(any(m.split('.')[0] in ('django', 'psycopg') for m in sys.modules))"
    environment = {**os.environ, "PYTHONPATH": "src", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert done.returncode == 0
