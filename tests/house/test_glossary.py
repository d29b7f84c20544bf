"""The glossary is whole, and every paper speaks its words in each language."""

from pathlib import Path
from typing import Any

import pytest

from maarif.engine import registry
from maarif.engine.declare import Service
from maarif.kernel.names import lower
from maarif.kernel.text import LANGUAGES

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def table(title: str) -> dict[str, dict[str, str]]:
    """The rows of the table under a heading: first column -> language -> words."""
    section = GLOSSARY.read_text(encoding="utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip().strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return {
        name.strip(): dict(zip(LANGUAGES, (cell.strip() for cell in cells), strict=True)) for name, *cells in rows[2:]
    }


TERMS = table("Terms")
PAPERS = table("Key words of the papers")


def services_with_papers() -> list[Service[Any]]:
    return [one for one in registry.all_services() if any(outcome.papers for outcome in one.outcomes)]


def missing(words: str, wanted: str) -> list[str]:
    """The key words of a cell that the words do not say: `;` separates words, `/` those of which one is enough."""
    said = lower(words)
    return [each for each in wanted.split(";") if not any(stem.strip() in said for stem in each.split("/"))]


@pytest.mark.parametrize("term", TERMS)
def test_every_term_has_all_five_languages(term: str) -> None:
    assert all(TERMS[term][language] for language in LANGUAGES)


def test_no_term_stands_twice_and_the_table_is_not_empty() -> None:
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    firsts = [line.split("|")[1].strip() for line in lines]
    assert len(firsts) == len(set(firsts))
    assert len(TERMS) >= 60


def test_every_paper_has_key_words() -> None:
    assert {one.code for one in services_with_papers()} == set(PAPERS)


@pytest.mark.parametrize("code", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_says_its_key_words(code: str, language: str) -> None:
    service = next(one for one in registry.all_services() if one.code == code)
    papers = [paper.code for outcome in service.outcomes for paper in outcome.papers]
    said = " ".join(
        registry.text(service, f"papers.{paper}.{part}", language) for paper in papers for part in ("title", "body")
    )
    assert missing(said, PAPERS[code][language]) == []


def test_a_paper_without_a_key_word_is_found() -> None:
    """The planted fault: a paper that does not call itself a certificate, or names no study."""
    assert missing("Bu sənəd təsdiq edir ki, o təhsil alır.", "arayış; təhsil al") == ["arayış"]
    assert missing("Справка об окончании", "справк; обуча") == [" обуча"]
    assert missing("Студент обучается", "обуча/учи") == []
