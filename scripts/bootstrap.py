"""Makes the virtual environment with uv inside it, on a bare Debian or Ubuntu, with nothing but Python's own library."""

import json
import os
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path
from urllib.parse import urljoin

UV = "uv>=0.5"


def _pip_runs(python: Path) -> bool:
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _fetch_pip(python: Path, folder: Path) -> None:
    """Debian keeps ensurepip in a package of its own; without it pip's own wheel can install itself."""
    with urllib.request.urlopen("https://pypi.org/pypi/pip/json", timeout=60) as answer:
        files, base = json.load(answer)["urls"], answer.url
    wheel = next(file for file in files if file["packagetype"] == "bdist_wheel")
    path = folder / wheel["filename"]
    urllib.request.urlretrieve(urljoin(base, wheel["url"]), path)
    subprocess.run([python, f"{path}/pip", "install", "--quiet", str(path)], check=True)


def main(folder: Path) -> None:
    """Creates the environment; does nothing that is already done."""
    if sys.version_info < (3, 11):
        raise SystemExit("Maarif needs Python 3.11 or newer; name one with `make PYTHON=/path/to/python3.13 ...`")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=False)
    if not _pip_runs(python):
        made = subprocess.run([python, "-m", "ensurepip", "--default-pip"], capture_output=True, check=False)
        if made.returncode != 0:
            _fetch_pip(python, folder)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], check=True)


if __name__ == "__main__":
    os.umask(0o022)
    main(Path(sys.argv[1]).absolute())
