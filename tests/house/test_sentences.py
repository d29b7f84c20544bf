"""A sentence of a page ends in its point in every language, whatever stands before it."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import maarif

CATALOGUES = sorted(Path(maarif.__file__).parent.rglob("LC_MESSAGES/django.po"))


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky"])
def test_a_sentence_that_ends_in_a_point_ends_so_in_every_language(language: str) -> None:
    said = [
        (message.id, message.string)
        for path in CATALOGUES
        if path.parts[-3] == language
        for message in read_po(path.open("rb"))
        if isinstance(message.id, str) and message.id.endswith(".")
    ]
    assert len(said) > 200
    assert [pair for pair in said if not str(pair[1]).endswith((".", "?", "!"))] == []
