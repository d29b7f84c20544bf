"""The trial service at its desks, somebody who applies, and a folder for the files that they send; a test asks for them by name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.engine import campus, desks

from maarif.support.parties.types import Actor


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Files are kept apart and scanned by nobody; the trial service runs."""
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    with desks.trial():
        yield tmp_path / "files"


@pytest.fixture
def where() -> desks.Offices:
    """The offices of the trial service."""
    return desks.offices()


@pytest.fixture
def by() -> Actor:
    """An applicant who reads English."""
    return campus.actor(campus.person(), language="en")
