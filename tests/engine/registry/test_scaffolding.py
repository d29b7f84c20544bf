"""`maarif new-service` makes a service that passes the inspection as soon as its texts are written."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from maarif.engine import registry
from maarif.engine.inspection import inspect
from maarif.engine.registry import discovery, texts
from maarif.engine.registry.scaffolding import BadServiceCode, ServiceExists, scaffold

PACKAGE = "trial_catalogue"


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of services of its own, forgotten afterwards."""
    root = tmp_path / PACKAGE
    root.mkdir()
    (root / "__init__.py").write_text('"""Services on trial."""\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.plug(PACKAGE)
    yield root
    discovery._packages.remove(PACKAGE)
    discovery.forget()
    texts.forget()
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]


def test_only_the_texts_are_left_to_write(trial: Path) -> None:
    scaffold("citizens.trial", PACKAGE)
    faults = inspect(whole=False, only=["citizens.trial"])
    assert {fault.check for fault in faults} == {"text_missing"}
    assert all("still to be written" in fault.detail for fault in faults)


def test_the_imports_of_its_stories_stand_in_their_order(trial: Path) -> None:
    source = (scaffold("citizens.trial", PACKAGE) / "stories.py").read_text()
    imports = re.findall("^from (?:maarif.catalogue|trial_catalogue).*$", source, re.MULTILINE)
    assert len(imports) == 2
    assert imports == sorted(imports)


def test_with_its_texts_written_it_passes(trial: Path) -> None:
    folder = scaffold("citizens.trial", PACKAGE)
    source = folder / "texts.toml"
    source.write_text(re.sub("TODO", "Söz", source.read_text()))
    texts.forget()
    assert inspect(whole=True, only=["citizens.trial"]) == ()
    assert registry.text(next(s for s in registry.all_services() if s.code == "citizens.trial"), "title", "az") == "Söz"


@pytest.mark.parametrize(
    "code", ["trial", "Citizens.trial", "citizens.trial.more", "citizens/trial", "citizens.1", "..x"]
)
def test_a_code_that_is_no_folder_is_refused(trial: Path, code: str) -> None:
    with pytest.raises(BadServiceCode):
        scaffold(code, PACKAGE)
    assert [path.name for path in trial.iterdir() if path.name != "__pycache__"] == ["__init__.py"]


def test_an_existing_service_is_never_overwritten(trial: Path) -> None:
    folder = scaffold("citizens.trial", PACKAGE)
    (folder / "rules.py").write_text("mine")
    with pytest.raises(ServiceExists):
        scaffold("citizens.trial", PACKAGE)
    assert (folder / "rules.py").read_text() == "mine"
