"""The planted faults of T-FORMS. Its scenes are those of `tests/surfaces/desk/test_case_cost.py`, made with forms."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from maarif.engine.cases.models import Case
from tests.proofs import forms
from tests.surfaces.by_forms import by_forms
from tests.surfaces.desk import every_stage
from tests.surfaces.standing import demo_keys, keys_folder, noon

__all__ = ["demo_keys", "keys_folder", "noon"]
pytestmark = pytest.mark.django_db


def test_a_desk_that_loses_what_was_typed_and_a_page_without_words_are_told(
    noon: Any, django_capture_on_commit_callbacks: Any, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path / "files", ""
    at = every_stage.At(noon=noon, callbacks=django_capture_on_commit_callbacks)
    number, _ = every_stage.MADE["citizens.appeal", "answering", ""](at)

    def decided() -> None:
        with transaction.atomic(), by_forms():
            every_stage.decided(number, "satisfied", {"answer": "Yoxlama aparıldı, qazanxana təmir olundu."})

    assert forms.planted(decided) == 2
    assert Case.objects.get(number=number).outcome == ""
    decided()
    assert Case.objects.get(number=number).outcome == "satisfied"
