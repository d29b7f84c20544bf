"""Everybody tries every door with every method and everybody's things; every planted hole is found."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
WALKS = ("tests/support/access", "tests/house/test_urls_gated.py", "tests/house/test_headers.py")


def counts() -> dict[str, int]:
    """What the walk covers: addresses, lines of the table, personas, planted faults."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maarif.config.settings")
    django.setup()
    from maarif.support.access.policy import POLICY
    from tests.support.access.test_matrix import LEAKS, wrong_lines

    lines = sum(map(len, POLICY.values()))
    return {"addresses": len(POLICY), "lines": lines, "personas": 13, "planted": len(wrong_lines()) + len(LEAKS)}


def main() -> None:
    """Walks in a process of its own; the walk is whole at any share."""
    environment = {**os.environ, "MAARIF_TEST_DB": "test_proof_doors"}
    walked = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--create-db", *WALKS], cwd=PROJECT, env=environment, check=False
    )
    if walked.returncode != 0:
        raise SystemExit(walked.returncode)
    print(json.dumps(counts()))


if __name__ == "__main__":
    main()
