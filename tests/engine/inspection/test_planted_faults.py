"""Every check of the inspection finds the fault it is there for: a whole service, one fault planted at a time."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maarif.catalogue.certificates import samples
from maarif.catalogue.higher.study_certificate.service import SERVICE
from maarif.catalogue.higher.study_certificate.stories import STORIES
from maarif.engine import registry
from maarif.engine.declare import (
    AT_ONCE,
    Equals,
    Fee,
    Field,
    FileType,
    Kind,
    LawKey,
    Matter,
    Office,
    Outcome,
    Paper,
    Register,
    Rule,
    Search,
    Service,
    Stage,
    WorkingDays,
)
from maarif.engine.inspection import declarations, inspect, surroundings, telling
from maarif.engine.registry import discovery, texts

DECIDING = SERVICE.stages[0]
GRANTED, REFUSED = SERVICE.outcomes


def checks(service: Service[Any]) -> set[str]:
    return {fault.check for fault in declarations.check(service)}


def with_field(index: int, **changes: Any) -> Service[Any]:
    form = list(SERVICE.form)
    form[index] = replace(form[index], **changes)
    return replace(SERVICE, form=tuple(form))


SEARCH: Search[Any] = Search(find=lambda facts, asking, words: (), one=lambda facts, asking, value: None)
HUMAN = Stage(code="reading", decided_by=Office.INSTITUTION, within=WorkingDays(3), then=("granted", "refused"))

DECLARED: tuple[tuple[str, Callable[[], Service[Any]]], ...] = (
    ("code_twice", lambda: replace(SERVICE, form=(*SERVICE.form, SERVICE.form[0]))),
    ("code_form", lambda: with_field(1, code="Presented-To")),
    ("code_form", lambda: replace(SERVICE, prefix="ar-1")),
    ("for_nobody", lambda: replace(SERVICE, audiences=())),
    ("no_stage", lambda: replace(SERVICE, stages=())),
    ("stage_unreachable", lambda: replace(SERVICE, stages=(DECIDING, HUMAN))),
    ("stage_unknown", lambda: replace(SERVICE, stages=(replace(DECIDING, then=("granted", "refused", "lost")),))),
    ("stage_dead_end", lambda: replace(SERVICE, stages=(replace(DECIDING, then=()),))),
    ("stage_without_office", lambda: replace(SERVICE, stages=(replace(DECIDING, decided_by=None),))),
    ("stage_limit", lambda: replace(SERVICE, stages=(replace(DECIDING, within=WorkingDays(1)),))),
    ("stage_limit", lambda: replace(SERVICE, stages=(replace(HUMAN, within=AT_ONCE),))),
    (
        "stage_decides_itself",
        lambda: replace(SERVICE, stages=(replace(HUMAN, decide=lambda facts, answers: "granted"),)),
    ),
    ("category_unknown", lambda: replace(SERVICE, category="colour", categories=("red",))),
    ("category_unknown", lambda: replace(SERVICE, category="presented_to")),
    ("stage_without_seat", lambda: replace(SERVICE, stages=(HUMAN,))),
    ("refusal_without_reason", lambda: replace(SERVICE, stages=(HUMAN,))),
    ("stage_unknown", lambda: replace(SERVICE, stages=(replace(HUMAN, silence="nowhere"),))),
    ("stage_asks_nobody", lambda: replace(SERVICE, stages=(replace(DECIDING, two_persons=True),))),
    (
        "function_without_name",
        lambda: replace(SERVICE, eligible=(replace(SERVICE.eligible[0], holds=lambda facts: True),)),
    ),
    (
        "reopened_effect",
        lambda: replace(SERVICE, reopened_within=WorkingDays(5), outcomes=(replace(GRANTED, effect=changing), REFUSED)),
    ),
    ("outcome_unreachable", lambda: replace(SERVICE, outcomes=(*SERVICE.outcomes, Outcome(code="other", grants=True)))),
    ("never_refuses", lambda: replace(SERVICE, stages=(replace(DECIDING, then=("granted",)),))),
    ("never_refuses", lambda: replace(SERVICE, outcomes=(GRANTED, replace(REFUSED, grants=True)))),
    ("never_grants", lambda: replace(SERVICE, stages=(replace(DECIDING, then=("refused",)),))),
    ("question_without_purpose", lambda: with_field(1, purpose=LawKey(""))),
    ("question_without_limit", lambda: with_field(1, limit=None)),
    ("question_without_limit", lambda: with_field(1, limit=1_000_000)),
    ("question_without_options", lambda: with_field(0, options=None)),
    ("question_without_options", lambda: with_field(1, fetched_from=Register.PEOPLE)),
    ("question_searched", lambda: with_field(0, search=SEARCH)),
    ("question_searched", lambda: with_field(1, search=SEARCH)),
    ("question_searched", lambda: with_field(0, kind=Kind.SEVERAL, options=None, fetched_from=None, search=SEARCH)),
    ("question_of_files", lambda: with_field(1, accepts=(FileType.PDF,))),
    ("question_of_files", lambda: with_field(1, kind=Kind.FILE, limit=None, printed=False)),
    ("question_of_files", lambda: with_field(1, kind=Kind.FILE, accepts=(FileType.PDF,), printed=False)),
    (
        "question_of_files",
        lambda: with_field(1, kind=Kind.FILE, accepts=(FileType.PDF,), limit=None, printed=False, most_megabytes=5000),
    ),
    ("question_order", lambda: with_field(0, shown_when=Equals("paper_language", "az"))),
    ("refusal_without_law", lambda: replace(SERVICE, eligible=(replace(SERVICE.eligible[0], basis=LawKey("")),))),
    ("refusal_without_reason", lambda: replace(SERVICE, outcomes=(GRANTED, replace(REFUSED, reasons=("alive",))))),
    ("refusal_without_reason", lambda: replace(SERVICE, eligible=SERVICE.eligible[1:])),
    ("service_without_law", lambda: replace(SERVICE, basis=LawKey(""))),
    ("fee_without_currency", lambda: replace(SERVICE, fee=Fee(minor=500))),
    ("fee_currency", lambda: replace(SERVICE, fee=Fee(minor=500, currency="AZN"))),
    ("fee", lambda: replace(SERVICE, fee=Fee(currency="AZN"))),
    ("fee", lambda: replace(SERVICE, fee=Fee(minor=-1, currency="AZN"))),
)


def changing(granted: object) -> None:
    """An effect."""


def test_the_whole_service_has_no_fault() -> None:
    assert checks(SERVICE) == set()
    assert list(surroundings.check(SERVICE)) == []
    assert list(telling.check(SERVICE)) == []


@pytest.mark.parametrize(("check", "planted"), DECLARED, ids=[f"{check}-{n}" for n, (check, _) in enumerate(DECLARED)])
def test_a_fault_of_the_declaration_is_found(check: str, planted: Callable[[], Service[Any]]) -> None:
    assert check in checks(planted())


def _three(facts: Any, answers: Any) -> int:
    return 3


def _a_and_b(country: str, on: Any) -> tuple[Matter[Any], ...]:
    return (Matter(code="a", facts=None, answers={}), Matter(code="b", facts=None, answers={}))


AROUND: tuple[tuple[str, Callable[[], Service[Any]]], ...] = (
    ("law_unknown", lambda: with_field(1, purpose=LawKey("law_of_the_jungle"))),
    ("term_untold", lambda: replace(SERVICE, stages=(replace(DECIDING, term=_three),))),
    ("term_untold", lambda: replace(SERVICE, matters=_a_and_b)),
    ("term_untold", lambda: replace(SERVICE, matters=_a_and_b, matter_codes=("a", "c"))),
    ("help_unknown", lambda: replace(SERVICE, eligible=(replace(SERVICE.eligible[2], instead=("no.such",)),))),
    ("help_unknown", lambda: replace(SERVICE, eligible=(replace(SERVICE.eligible[2], instead=(SERVICE.code,)),))),
    (
        "text_missing",
        lambda: replace(SERVICE, form=(*SERVICE.form, Field(code="colour", kind=Kind.YES_NO, purpose=SERVICE.basis))),
    ),
    (
        "text_left_over",
        lambda: replace(SERVICE, outcomes=(replace(GRANTED, paper=None), REFUSED)),
    ),
    (
        "paper_missing",
        lambda: replace(
            SERVICE,
            outcomes=(
                replace(GRANTED, paper=Paper(code="other", facts=(), filled_by=GRANTED.paper.filled_by)),
                REFUSED,
            ),  # type: ignore[union-attr]
        ),
    ),
)


@pytest.mark.parametrize(("check", "planted"), AROUND, ids=[f"{check}-{n}" for n, (check, _) in enumerate(AROUND)])
def test_a_fault_against_the_surroundings_is_found(check: str, planted: Callable[[], Service[Any]]) -> None:
    assert check in {fault.check for fault in surroundings.check(planted())}


def test_a_rule_nobody_tells_a_story_about_is_found() -> None:
    untold = replace(
        SERVICE, eligible=(*SERVICE.eligible, Rule(code="tall", holds=lambda facts: True, basis=SERVICE.basis))
    )
    assert [fault.detail for fault in telling.check(untold)] == ["no story is refused by 'tall'"]


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (replace(STORIES[0], outcome="refused"), "the outcome is 'granted'"),
        (replace(STORIES[3], reasons=("alive",)), "it is refused for ('studies_now',)"),
        (replace(STORIES[0], answers={"paper_language": "fr"}), "the answer to 'paper_language' is refused"),
        (replace(STORIES[0], answers={"presented_to": "😀"}), "the answer to 'presented_to' is refused"),
    ],
)
def test_a_story_that_comes_out_otherwise_is_found(story: Any, said: str) -> None:
    assert said in str(telling.tell(SERVICE, story, "az"))


# --- faults of files: a copy of a real service on trial -----------------------------------------------------------


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a copy of `higher.study_certificate` in a package of its own."""
    root = tmp_path / "copied_catalogue"
    source = registry.source_of(SERVICE.code)
    shutil.copytree(source, root / "higher" / "copy", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in (root, root / "higher"):
        (folder / "__init__.py").write_text("")
    for file in (root / "higher" / "copy").glob("*.py"):
        words = file.read_text().replace("maarif.catalogue.higher.study_certificate", "copied_catalogue.higher.copy")
        file.write_text(words.replace('"higher.study_certificate"', '"higher.copy"'))
    monkeypatch.syspath_prepend(str(tmp_path))
    yield root / "higher" / "copy"
    if "copied_catalogue" in discovery._packages:
        discovery._packages.remove("copied_catalogue")
    discovery.forget()
    texts.forget()
    for name in [name for name in sys.modules if name.startswith("copied_catalogue")]:
        del sys.modules[name]


def faults_of(code: str = "higher.copy") -> list[tuple[str, str]]:
    registry.plug("copied_catalogue")
    texts.forget()
    return [(fault.check, fault.detail) for fault in inspect(whole=False, only=[code])]


def test_the_copy_itself_is_whole(trial: Path) -> None:
    assert faults_of() == []


def test_a_code_that_is_not_its_folder_is_found(trial: Path) -> None:
    file = trial / "service.py"
    file.write_text(file.read_text().replace('code="higher.copy"', 'code="higher.other"'))
    assert [check for check, _ in faults_of()] == ["declaration"]


def test_a_declaration_that_cannot_be_imported_is_found_and_stops_nobody_else(trial: Path) -> None:
    (trial / "service.py").write_text("SERVICE = 1 / 0\n")
    assert faults_of() == [("declaration", "ZeroDivisionError: division by zero")]
    assert faults_of("school.study_certificate") == []


def test_a_language_missing_is_found(trial: Path) -> None:
    file = trial / "texts.toml"
    file.write_text(re.sub(r"(\[title\]\n.*\n.*\n.*\n)ky = .*\n", r"\1", file.read_text()))
    assert [check for check, _ in faults_of()] == ["text_missing"]


def test_a_text_nobody_asks_for_is_found(trial: Path) -> None:
    file = trial / "texts.toml"
    file.write_text(file.read_text() + '\n[extra]\naz = "a"\nru = "a"\nkk = "a"\nky = "a"\nen = "a"\n')
    assert [check for check, _ in faults_of()] == ["text_left_over"]


def test_a_blank_lost_in_one_language_is_found(trial: Path) -> None:
    file = trial / "texts.toml"
    file.write_text(file.read_text().replace("certify that {holder} is", "certify that the holder is"))
    assert [check for check, _ in faults_of()] == ["text_blanks"]


def test_an_import_past_the_neighbours_is_found(trial: Path) -> None:
    file = trial / "service.py"
    file.write_text(
        file.read_text().replace("SERVICE =", "from maarif.registries.people import queries\n\nSERVICE =", 1)
    )
    assert [check for check, _ in faults_of()] == ["import"]


def test_a_paper_that_does_not_come_out_is_found(trial: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = registry.source_of(SERVICE.code) / "papers" / "broken_for_test.typ"
    broken.write_text("#this-is-nothing\n")
    try:
        monkeypatch.setattr(
            "maarif.engine.decisions.papers._template",
            lambda service, paper: str(broken.relative_to(broken.parents[4])),
        )
        story = replace(STORIES[0], facts=replace(STORIES[0].facts, holder=samples.person()))
        faults = list(telling._told(SERVICE, story, "az"))
    finally:
        broken.unlink()
    assert [fault.check for fault in faults] == ["story"]
    assert "unknown variable" in faults[0].detail


def test_a_service_enabled_without_a_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from maarif.kernel import countries

    real = countries.country("az")
    monkeypatch.setattr(
        "maarif.engine.inspection.whole.country", lambda code: replace(real, services=real.services | {"no.such"})
    )
    assert ("no.such", "enabled_unknown") in {(fault.service, fault.check) for fault in inspect(whole=False)}


def test_a_service_asked_for_by_a_wrong_name_is_a_fault_and_not_silence() -> None:
    assert [(fault.service, fault.check) for fault in inspect(whole=False, only=["no.such"])] == [
        ("no.such", "unknown")
    ]
