"""`maarif queue replay`, by the worked example of docs/placement.md: what the page says is what the command says."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from maarif.config.cli.queue import command

DOCS = Path(__file__).parents[3] / "docs"
LOG = DOCS / "examples" / "queue.jsonl"


def said(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(command, ["replay", *words])
    assert result.exit_code == code, result.output
    return result.output


def shown() -> list[str]:
    """What the chapter shows, block by block."""
    chapter = (DOCS / "placement.md").read_text().split("## The continuous queue\n")[1].split("\n## ")[0]
    return re.findall(r"```\n(.*?)```\n", chapter, re.DOTALL)


def test_the_page_shows_what_the_command_says() -> None:
    log = str(LOG)
    told = [said(log, "--country", "kz"), said(log, "--child", "Gul"), said(log, "--child", "Dana")]
    assert shown() == told


def test_a_state_as_it_was_and_for_a_program() -> None:
    first = json.loads(said(str(LOG), "--until", "2026-03-02T11:00+05:00", "--json"))
    assert first["lines"] == [
        {
            "garden": "Balausa",
            "group": "2-3",
            "places": 2,
            "free": 2,
            "order": ["Hasan", "Gul", "Aru", "Bek", "Dana", "Erlan"],
        }
    ]
    gul = json.loads(said(str(LOG), "--child", "Gul", "--json"))
    assert gul["child"]["stopped_until"] == "2026-03-16"
    assert [one["pauses"] for one in gul["standings"]] == [["stopped"]]
    assert gul["digest"] != first["digest"]


@pytest.mark.parametrize(
    ("line", "old", "new", "fault"),
    [
        (11, '"child":"Hasan"', '"child":"Erlan"', "queue.jsonl, line 11: not_their_turn: child='Erlan', due='Hasan'"),
        (11, "2026-03-05", "2026-03-06", "line 11: wrong_deadline"),
        (13, "2026-03-03", "2026-02-03", "line 13: out_of_order"),
        (16, '"Bek"', '"Nobody"', "line 16: unknown_child"),
        (1, '"first"', '"\udcff"', "is not UTF-8"),
    ],
)
def test_a_changed_log_is_refused_at_its_line(tmp_path: Path, line: int, old: str, new: str, fault: str) -> None:
    lines = LOG.read_text().split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    changed = tmp_path / "queue.jsonl"
    changed.write_bytes("\n".join(lines).encode(errors="surrogateescape"))
    assert fault in said(str(changed), "--country", "kz", code=1)


def test_what_is_asked_wrongly_is_said() -> None:
    assert "unknown_child" in said(str(LOG), "--child", "Nobody", code=1)
    assert "has no offset" in said(str(LOG), "--until", "2026-03-02T11:00", code=2)
    assert "is no date with a time" in said(str(LOG), "--until", "soon", code=2)
    assert "--region needs --country" in said(str(LOG), "--region", "KZ-75", code=2)
