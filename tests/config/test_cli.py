"""The one command-line program: readable, grouped, and quick where no database is needed."""

import subprocess
import sys

from click.testing import CliRunner

from maarif.config.cli import SECTIONS, root


def test_help_is_grouped_and_names_every_command_with_its_sentence() -> None:
    text = CliRunner().invoke(root, ["--help"]).output
    context_free = list(root.list_commands(None))  # type: ignore[arg-type]
    assert all(
        f"{section}:" in text for section in ("Run", "Country", "Registers", "Services", "Documents", "Law", "Check")
    )
    for name in context_free:
        line = next(row for row in text.splitlines() if row.strip().startswith(f"{name} ") or row.strip() == name)
        assert len(line.strip()) > len(name) + 5, f"{name} has no sentence"


def test_every_command_says_its_section() -> None:
    import importlib

    for name in root.list_commands(None):  # type: ignore[arg-type]
        module = importlib.import_module(f"maarif.config.cli.{name.replace('-', '_')}")
        assert module.section in SECTIONS


def test_an_unknown_command_is_refused_in_one_line() -> None:
    result = CliRunner().invoke(root, ["no-such-thing"])
    assert result.exit_code == 2
    assert "No such command 'no-such-thing'" in result.output


def test_law_is_computed_without_loading_django() -> None:
    program = (
        "import sys; from maarif.config.cli import root;"
        "root(['deadline', '--country', 'az', '--from', '2026-03-18', '--days', '3', '--json'], standalone_mode=False);"
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
