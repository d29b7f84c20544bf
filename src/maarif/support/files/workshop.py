"""Starts the limited process, waits for it no longer than allowed, and counts what it used."""

import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from maarif.support.files import storage
from maarif.support.files.types import Fault, Format, Limits, Verdict

SECONDS: Final = 10
AT_ONCE: Final = 2
"""How many contents one server process has examined at the same time; the others wait for their turn."""
PREVIEW_WIDTH: Final = 1000
_LONGEST_ANSWER: Final = 4096
_turns: Final = threading.BoundedSemaphore(AT_ONCE)
log: Final = logging.getLogger("maarif.files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What one run of the limited process answered (None when it ended without an answer), and its processor time."""

    answer: dict[str, Any] | None
    seconds: float


def examine(source: Path, target: Path, limits: Limits) -> Verdict:
    """What a content is and whether it is accepted; the kept form lies at `target` when the verdict says `rewritten`."""
    used = run(
        do="check",
        source=str(source),
        target=str(target),
        accepts=[each.value for each in limits.accepts],
        most_pages=limits.most_pages,
    )
    answer = used.answer
    if answer is None:
        target.unlink(missing_ok=True)
        return Verdict(fault=Fault.TOO_HEAVY)
    if "fault" in answer:
        target.unlink(missing_ok=True)
        return Verdict(fault=Fault(answer["fault"]))
    return Verdict(format=Format(answer["format"]), pages=answer["pages"], rewritten=answer["rewritten"])


def draw(source: Path, target: Path, *, format: Format, page: int) -> bool:
    """Draws one page of a clean content as a PNG at `target`; whether that succeeded."""
    draft = target.with_name(storage.new_place())
    used = run(do="preview", source=str(source), target=str(draft), format=format.value, page=page, width=PREVIEW_WIDTH)
    if used.answer is None or "drawn" not in used.answer:
        draft.unlink(missing_ok=True)
        return False
    draft.replace(target)
    return True


def run(**request: object) -> Used:
    """One run of the limited process: it is ended after SECONDS, whatever it is doing."""
    command = [sys.executable, "-I", "-m", "maarif.support.files.examining", json.dumps(request)]
    with (
        _turns,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_BARE, cwd="/"
        ) as process,
    ):
        ending = threading.Timer(SECONDS, process.kill)
        ending.start()
        try:
            assert process.stdout is not None
            said = process.stdout.read(_LONGEST_ANSWER)
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            ending.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    return Used(
        answer=_answer(said) if process.returncode == 0 else None,
        seconds=usage.ru_utime + usage.ru_stime,
    )


_BARE: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
"""The limited process gets no setting and no secret of ours."""


def _answer(said: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(said)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
