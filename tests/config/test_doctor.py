"""What the doctor says of an archive of WAL: nothing where none is kept, good after a success, bad while it fails."""

import pytest

from maarif.config import doctor
from maarif.config.doctor import Health


def _answers(monkeypatch: pytest.MonkeyPatch, mode: str, failed: str, lasting: str) -> list[Health]:
    told = {"SHOW archive_mode": mode, "SELECT failed_count FROM pg_stat_archiver": failed}
    monkeypatch.setattr(doctor, "_one", lambda statement: told.get(statement, lasting))
    return [finding.health for finding in doctor._archive()]


@pytest.mark.parametrize(
    ("mode", "failed", "lasting", "expected"),
    [("off", "0", "False", []), ("on", "3", "False", [Health.GOOD]), ("on", "3", "True", [Health.BAD])],
)
def test_a_lasting_failure_to_archive_is_told(
    monkeypatch: pytest.MonkeyPatch, mode: str, failed: str, lasting: str, expected: list[Health]
) -> None:
    assert _answers(monkeypatch, mode, failed, lasting) == expected


@pytest.mark.django_db
def test_the_question_is_one_that_postgresql_answers() -> None:
    assert (
        doctor._one(
            "SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) FROM pg_stat_archiver"
        )
        == "False"
    )
    assert list(doctor._archive()) == []
