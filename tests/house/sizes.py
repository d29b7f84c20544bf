"""How long files and functions may be, what may not be a name, and the exceptions, a list that only shrinks."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
LONGEST_FILE: Final = 400
LONGEST_FUNCTION: Final = 40
BANNED_NAMES: Final = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"})

LONG_FILES: Final[frozenset[str]] = frozenset()
LONG_FUNCTIONS: Final[frozenset[str]] = frozenset(
    {
        "simulators/synth/courses.py:_write_school_classes",
        "simulators/synth/families.py:_names",
        "simulators/synth/families.py:_parents",
        "simulators/synth/students.py:_studies",
    }
)


def sources(root: Path = PROJECT / "src") -> Iterator[Path]:
    """Every module of ours; migrations are written by Django."""
    return (path for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def long_files(root: Path = PROJECT / "src") -> dict[str, int]:
    """Files over the ceiling, with their lines."""
    lengths = {str(path.relative_to(root)): len(path.read_text().splitlines()) for path in sources(root)}
    return {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE}


def long_functions(root: Path = PROJECT / "src") -> dict[str, int]:
    """Functions over the ceiling, signature and docstring counted, with their lines."""
    return {
        f"{path.relative_to(root)}:{node.name}": node.end_lineno - node.lineno + 1
        for path, node in _functions(root)
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }


def _functions(root: Path) -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sources(root):
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def without_opening_sentence(root: Path = PROJECT / "src") -> list[str]:
    """Modules that do not open with one sentence saying what they are; an empty `__init__` need not."""
    return [
        str(path.relative_to(root))
        for path in sources(root)
        if path.read_text().strip() and not (ast.get_docstring(_parsed(path)) or "").strip()
    ]


def banned_names(root: Path = PROJECT / "src") -> list[str]:
    """Modules and packages named after nothing of the trade."""
    return [
        str(path.relative_to(root))
        for path in sources(root)
        if BANNED_NAMES & {path.stem, *(parent.name for parent in path.relative_to(root).parents)}
    ]
