"""T-STEP for every verb in every scene of the tests: no crash between two statements leaves a state between before and after.

The tests of the engine, the services and the sectors are run with `tests.proofs.stepping` loaded: every verb is broken off before each of its
statements in turn. Run in full: `python -m tests.proofs.verbs 1.0`; a smaller share takes that part of the scenes.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

PROJECT = Path(__file__).resolve().parents[2]
SCENES: Final = (
    "tests/engine/cases",
    "tests/catalogue",
    "tests/sectors",
    "tests/registries/people",
    "tests/registries/posts",
    "tests/registries/enrolments",
)
COUNTED: Final = (
    "counted or statements or queries or test_cost or ask_the_database_little or many_hands or holds_the_case_before"
)
"""Tests that count or read statements, or do one thing from many threads at once, have nothing to say of crashes."""


def scenes(share: float, seed: int = 1) -> list[str]:
    """Files of scenes: all of them, or a seeded part."""
    files = sorted(
        str(path.relative_to(PROJECT)) for folder in SCENES for path in (PROJECT / folder).rglob("test_*.py")
    )
    files = [name for name in files if not name.endswith(("test_stories.py", "test_personas.py"))]
    return random.Random(seed).sample(files, max(1, round(len(files) * share)))


def prove(share: float) -> dict[str, int]:
    """How many crash points of how many verbs were tried; AssertionError with the end of the output when one left something."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "tests.proofs.stepping", "--create-db", "--durations", "25",
             "-n", str(os.cpu_count() or 1), "--dist", "loadgroup",
             "-m", "not slow and not browser", "-k", f"not ({COUNTED})", *sorted(scenes(share))],
            cwd=PROJECT, capture_output=True, text=True, check=False,
            env={**os.environ, "MAARIF_STEPPING_COUNTS": folder, "MAARIF_TEST_DB": "test_proof_verbs"},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[done.stdout.rfind("= short test summary") :][:4000]
        found = sum((Counter(json.loads(path.read_text())) for path in Path(folder).iterdir()), Counter[str]())
    return {"verbs": len(found), "crash_points": sum(found.values()), "between": 0}


if __name__ == "__main__":
    print(json.dumps(prove(float(sys.argv[1]))))
