"""What a citizen reads as law is law: nothing that we only assume is ever shown as such."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from maarif.engine import registry
from maarif.engine.decisions import ground_of, reason_of
from maarif.kernel.countries import codes, law, law_keys, law_shown
from tests.house.sizes import PROJECT, sources

TODAY = date(2026, 11, 23)
#: Who may read the table itself: its own module, and the inspection, which looks whether every key is there.
READERS = frozenset({"maarif/kernel/countries.py", "maarif/engine/inspection/surroundings.py"})


def readers_of_the_table(root: Path = PROJECT / "src") -> Iterator[str]:
    """Modules that read articles otherwise than by `law_shown`, which leaves out what is only assumed."""
    for path in sources(root):
        tree = ast.parse(path.read_text())
        names = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
        asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        defines = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if "law" in names & _from_countries(tree) or ("law" in asked and "countries" in names) or "law" in defines:
            yield str(path.relative_to(root))


def _from_countries(tree: ast.Module) -> set[str]:
    return {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "maarif.kernel.countries"
        for name in node.names
    }


def test_everybody_who_shows_law_asks_for_what_may_be_shown() -> None:
    assert set(readers_of_the_table()) == READERS


@pytest.mark.parametrize(
    "source",
    ["from maarif.kernel.countries import law\n", "from maarif.kernel import countries\n\nARTICLE = countries.law\n"],
)
def test_a_page_that_read_the_table_itself_would_be_found(tmp_path: Path, source: str) -> None:
    (tmp_path / "page.py").write_text(f'"""A page."""\n\n{source}')
    (tmp_path / "good.py").write_text('"""A page."""\n\nfrom maarif.kernel.countries import law_shown\n')
    assert list(readers_of_the_table(tmp_path)) == ["page.py"]


@pytest.mark.parametrize("country", codes())
def test_no_refusal_of_any_service_gives_an_assumption_for_its_law(country: str) -> None:
    assumed = {key for key in law_keys(country) if law(country, key, TODAY).basis == "default"}
    assert assumed, "the test would see nothing"
    assert [key for key in assumed if law_shown(country, key, TODAY) is not None] == []
    shown = [
        reason.law
        for service in registry.all_services()
        for reason in (
            *(reason_of(service, rule, country, TODAY) for rule in service.eligible),
            *(ground_of(service, ground, country, TODAY) for each in service.outcomes for ground in each.grounds),
        )
    ]
    assert {article.basis for article in shown if article is not None} <= {"published", "knowledge"}
    assert any(article is None for article in shown)
