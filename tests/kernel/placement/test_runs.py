"""The record of a run: the same for the same run whatever time it took, and nothing changed later goes unseen."""

import json
from pathlib import Path

from maarif.kernel.placement import runs


def recorded(tmp_path: Path, seconds: float = 1.0) -> tuple[Path, Path, str]:
    data, out = tmp_path / "data", tmp_path / "out"
    for folder in (data, out):
        folder.mkdir(exist_ok=True)
    (data / "in.csv").write_text("a\n1\n")
    (out / "out.csv").write_text("b\n2\n")
    sealed = runs.record(
        out, "seat", inputs=[data / "in.csv", data / "none.csv"], outputs=[out / "out.csv"], seconds=seconds, people=3
    )
    return data, out, sealed


def test_seconds_stand_outside_the_digest(tmp_path: Path) -> None:
    data, out, first = recorded(tmp_path)
    said = json.loads((out / "run.json").read_text())
    assert (said["run"]["people"], list(said["run"]["inputs"]), said["seconds"]) == (3, ["in.csv"], 1.0)
    assert recorded(tmp_path, seconds=9.0)[2] == first == said["digest"]
    assert runs.faults(out, [data]) == []


def test_every_change_after_the_run_is_named(tmp_path: Path) -> None:
    data, out, _ = recorded(tmp_path)
    (data / "in.csv").write_text("a\n9\n")
    (out / "out.csv").unlink()
    (out / "run.json").write_text((out / "run.json").read_text().replace('"people": 3', '"people": 4'))
    assert runs.faults(out, [data]) == [
        "run.json: the digest is not that of what it says",
        "out.csv: is not the file that the run wrote",
        "in.csv: is not the file that the run read",
    ]
