"""T-FORMS: whatever the platform takes from a person can be done with the forms of its pages, and every page that follows is in words; what it
takes from an applicant a program can do through the API.

The tests of the engine, the services and the sectors are run with `tests.surfaces.hands` loaded: people apply, answer, sign and decide with the
forms of the cabinet and the desk, then applicants once more through the API. Two faults are planted: a desk that reads what was typed under
another name, and a page on which a value stands that nobody has put into words. `make test` does so with forms for every case of every stage
that people decide (`tests/surfaces/desk`).
Run in full: `python -m tests.proofs.forms 1.0`; a smaller share takes that part of the scenes.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Final
from unittest import mock

from tests.proofs.verbs import COUNTED, PROJECT, scenes
from tests.surfaces import by_api, by_forms, hands

WITHOUT_WORDS: Final = "tests/engine/cases/test_sorting.py"
"""Its service is put together in the test and has no texts."""
NOT_SO: Final = f"not ({COUNTED} or the_same_file_twice)"
"""Nor do tests that count files on the disk: what a refused page has left there is swept later."""
ROOMS: Final = ("tests/engine", "tests/catalogue", "tests/sectors")


def planted(decided: Callable[[], None]) -> int:
    """How many planted faults were told; else AssertionError. `decided` lets an office of a scene decide something that it has to word."""
    with mock.patch("maarif.surfaces.desk.screens.acts.answered", lambda way, field: f"other-{way}-{field}"):
        told_lost = _fails(decided)
    page = SimpleNamespace(content="<p>Sənəd</p><p>Verilib: None</p>".encode())
    told_unsaid = _fails(lambda: by_forms.sound(page))
    by_forms.sound(SimpleNamespace(content="<p>Sənəd</p><p>Nonetheless</p>".encode()))
    assert told_lost, "a desk that loses what was typed was not noticed"
    assert told_unsaid, "a value without words was not noticed"
    return 2


def _fails(act: Callable[[], object]) -> bool:
    try:
        act()
    except AssertionError:
        return True
    return False


def prove(share: float) -> dict[str, int]:
    """How many acts were done with forms and through the API; AssertionError when one could not be."""
    forms, api = done("forms", share), done("api", share)
    assert set(by_forms.Portal.acts()) <= forms.keys() or share < 1, set(by_forms.Portal.acts()) - forms.keys()
    assert set(by_api.Programs.acts()) <= api.keys() or share < 1, set(by_api.Programs.acts()) - api.keys()
    return {
        "acts_with_forms": forms.total(),
        "of_them_refused_by_both": _refused(forms),
        "acts_through_the_api": api.total(),
        "of_these_refused_by_both": _refused(api),
        "impossible": 0,
        "planted_told": 2,
    }


def _refused(found: Counter[str]) -> int:
    return sum(times for name, times in found.items() if name.endswith(" refused"))


def done(by: str, share: float) -> Counter[str]:
    """How often each act was done by these hands; AssertionError with the end of the output when one could not be."""
    files = [name for name in sorted(scenes(share)) if name.startswith(ROOMS) and name != WITHOUT_WORDS]
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "tests.surfaces.hands", "--create-db",
             "-n", str(os.cpu_count() or 1), "--dist", "loadgroup", "-m", "not slow and not browser", "-k", NOT_SO,
             *files, "tests/proofs/test_forms.py"],
            cwd=PROJECT, capture_output=True, text=True, check=False,
            env={**os.environ, hands.HANDS: by, hands.COUNTS: folder, "MAARIF_TEST_DB": "test_proof_forms"},
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout[ran.stdout.rfind("= short test summary") :][:4000]
        return sum((Counter(json.loads(path.read_text())) for path in Path(folder).iterdir()), Counter[str]())


if __name__ == "__main__":
    print(json.dumps(prove(float(sys.argv[1]))))
