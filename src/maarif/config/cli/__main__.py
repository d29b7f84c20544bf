"""Runs `maarif` as `python -m maarif.config.cli`."""

from maarif.config.cli import main

main()
