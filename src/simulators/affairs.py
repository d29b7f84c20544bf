"""What lies on the desks of the demonstration, read from `affairs.toml`: who wrote what to whom, and how far it is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from maarif.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """One application: of which kind of persona (for which child), so many hours ago; `officer` took it `to` a stage and `then` to its end.

    `answers` are given as they stand, `text` in the persona's language; `question` is what the officer asks, `answer` the letter.
    """

    code: str
    kind: str
    service: str
    hours_ago: int
    answers: Mapping[str, str]
    child: str
    officer: str
    to: str
    then: str
    text: Text | None
    question: Text | None
    answer: Text | None


@cache
def affairs() -> tuple[Affair, ...]:
    """All of them, in the order of the file."""
    table = tomllib.loads(files("simulators").joinpath("affairs.toml").read_text(encoding="utf-8"))
    return tuple(_affair(row) for row in table["affair"])


def _affair(row: dict[str, Any]) -> Affair:
    known: dict[str, Any] = {name: row[name] for name in ("code", "kind", "service", "hours_ago", "answers")}
    known |= {name: row.get(name, "") for name in ("child", "officer", "to", "then")}
    known |= {name: Text(**row[name]) if name in row else None for name in ("text", "question", "answer")}
    return Affair(**known)
