"""The worked example of the chapter on deferred acceptance is what the product computes, to the byte."""

import re
from pathlib import Path

from maarif.kernel.placement import running

CHAPTER = Path(__file__).resolve().parents[3] / "docs" / "placement.md"


def test_the_worked_example_is_what_the_product_computes(tmp_path: Path) -> None:
    text = CHAPTER.read_text(encoding="utf-8").split("### An example\n")[1].split("\n### ")[0]
    files = dict(re.findall(r"`([a-z]+\.csv)`\n\n```\n(.*?)```", text, re.DOTALL))
    assert list(files) == [
        "programmes.csv", "wishes.csv", "categories.csv", "placements.csv", "cutoffs.csv", "explanations.csv",
    ]  # fmt: skip
    for name, content in list(files.items())[:3]:
        (tmp_path / name).write_text(content, encoding="utf-8")
    running.run(tmp_path, tmp_path / "out", running.Rules())
    for name, content in list(files.items())[3:]:
        assert (tmp_path / "out" / name).read_text(encoding="utf-8") == content
