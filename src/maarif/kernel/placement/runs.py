"""The record of a run: what went in, what came out and by which version, so that anybody can tell one result from another."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.files import digest

NAME: Final = "run.json"

Kinds = type | tuple[type, ...]


def record(
    out: Path, command: str, *, inputs: Iterable[Path], outputs: Iterable[Path], seconds: float, **facts: Any
) -> str:
    """Writes `run.json` into the folder of the outputs and returns its digest.

    `facts` are counts, rules and bounds (JSON values). The digest is the SHA-256 of everything under `run` as JSON with sorted
    keys and no spaces; the seconds stand outside it, since they differ from machine to machine.
    """
    run = {
        "command": command,
        "version": version("maarif"),
        **facts,
        "inputs": {path.name: digest(path) for path in sorted(inputs) if path.is_file()},
        "outputs": {path.name: digest(path) for path in sorted(outputs)},
    }
    sealed = seal(run)
    text = json.dumps({"run": run, "digest": sealed, "seconds": round(seconds, 3)}, ensure_ascii=False, indent=2)
    (out / NAME).write_text(text + "\n", encoding="utf-8")
    return sealed


def seal(run: Mapping[str, Any]) -> str:
    """The digest of what a run says of itself."""
    said = json.dumps(run, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def read(out: Path) -> dict[str, Any]:
    """What stands in a folder's `run.json`: `run`, `digest` and `seconds`. Raises BadFiles when it is no record of a run."""
    try:
        kept: dict[str, Any] = json.loads((out / NAME).read_text(encoding="utf-8"))
        parts = (kept["digest"], str), (kept["run"]["inputs"], dict), (kept["run"]["outputs"], dict)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_record("a run") from error
    if not all(isinstance(part, kind) for part, kind in parts):
        raise _no_record("a run")
    return kept


def said(out: Path, commands: Mapping[str, Mapping[str, Kinds]]) -> dict[str, Any]:
    """What a run says of itself: of one of the commands, the facts named there being of these kinds. Raises BadFiles."""
    run: dict[str, Any] = read(out)["run"]
    facts = commands.get(str(run.get("command")))
    if facts is None or not all(isinstance(run.get(name), kinds) for name, kinds in facts.items()):
        raise _no_record(" or ".join(commands))
    return run


def _no_record(what: str) -> BadFiles:
    return BadFiles([BadFile(NAME, 0, "", f"is not the record of {what}")])


def faults(out: Path, folders: Iterable[Path]) -> list[str]:
    """What differs from the record: its own digest, and each file named there that is not the same any more.

    Inputs are looked for in `folders`, the first that holds a file of the name; outputs in `out`.
    """
    kept = read(out)
    run = kept["run"]
    found = [] if kept["digest"] == seal(run) else [f"{NAME}: the digest is not that of what it says"]
    for name, sealed in run["outputs"].items():
        if not (out / name).is_file() or digest(out / name) != sealed:
            found.append(f"{name}: is not the file that the run wrote")
    places = list(folders)
    for name, sealed in run["inputs"].items():
        path = next((folder / name for folder in places if (folder / name).is_file()), None)
        if path is None or digest(path) != sealed:
            found.append(f"{name}: is not the file that the run read")
    return found
