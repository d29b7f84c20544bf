"""The page of threats and controls points at proofs that exist."""

import re

from maarif.config.environment import PROJECT


def test_every_proof_named_on_the_security_page_exists() -> None:
    page = (PROJECT / "docs" / "security.md").read_text()
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", page))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (PROJECT / name).exists()] == []


def test_every_row_of_the_security_page_names_a_proof() -> None:
    rows = [line for line in (PROJECT / "docs" / "security.md").read_text().splitlines() if line.startswith("| ")]
    assert [row for row in rows[1:] if "`tests/" not in row] == []
