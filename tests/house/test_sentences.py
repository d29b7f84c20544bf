"""A sentence of a page ends in its point in every language, and no ending hangs on a number or a day that it may not fit."""

import re
from collections.abc import Iterator
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


def _said_in(language: str) -> Iterator[str]:
    """Everything that the pages and the texts of services say in a language."""
    for path in CATALOGUES:
        if path.parts[-3] == language:
            for message in read_po(path.open("rb")):
                yield from message.string if isinstance(message.string, tuple | list) else (str(message.string),)
    line = re.compile(rf'\b{language} = "((?:[^"\\]|\\.)*)"')
    for path in sorted(Path(maarif.__file__).parent.rglob("*.toml")):
        yield from line.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "words"), [("kk", "дейін|бастап|кейін"), ("ky", "чейин|баштап|тартып|кийин")])
def test_a_day_never_stands_bare_before_a_word_that_asks_for_an_ending(language: str, words: str) -> None:
    bare = re.compile(rf"(?:%\((?:day|due|until|since|sent|when)\)s|\{{(?:day|due|until|since)\}}) (?:{words})")
    said = list(_said_in(language))
    assert len(said) > 1000
    assert [sentence for sentence in said if bare.search(sentence)] == []


def test_a_number_takes_no_ending_that_only_some_numbers_have() -> None:
    ended = re.compile(r"(?:%\(\w+\)s|\{\w+\})-(?:c[iıuü]|n[ae]|s?[iıuü]|і)\b")
    assert [one for language in ("az", "kk") for one in _said_in(language) if ended.search(one)] == []
