"""Runs every benchmark (or those named) and prints one table a job; nothing here is a test and nothing fails on speed."""

import importlib
import pkgutil
import platform
import sys
from pathlib import Path


def main(names: list[str]) -> None:
    """Each module of this folder with a `main()` is a benchmark."""
    print(f"# {platform.platform()}, Python {platform.python_version()}")
    print("# Machines are shared and noisy: read the ratios inside one run; a ratio under 1.3 decides nothing.\n")
    known = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_"))
    for name in names or known:
        if name not in known:
            raise SystemExit(f"no benchmark {name}; there are {', '.join(known)}")
        print(f"## {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()
        print(flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
