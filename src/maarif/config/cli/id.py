"""`maarif id`: checks a personal number and says what it tells of its bearer."""

import json
import sys

import click

from maarif.kernel import identifiers
from maarif.kernel.countries import codes, country
from maarif.kernel.text import LANGUAGES

section = "Country"


@click.group("id")
def command() -> None:
    """Personal numbers: Azerbaijan's FIN, Kazakhstan's IIN, Kyrgyzstan's PIN."""


@command.command("check")
@click.argument("number")
@click.option("--country", "code", type=click.Choice(codes()), default="az", show_default=True, help="Whose numbers.")
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help="Language of the reason.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def check(number: str, code: str, language: str | None, as_json: bool) -> None:
    """Check a number by itself; exit code 0 when it is valid, 1 when it is not."""
    found = identifiers.check(code, number)
    if as_json:
        facts = {
            "valid": found.valid,
            "reason": found.reason,
            "birth_date": found.birth_date.isoformat() if found.birth_date else None,
            "sex": found.sex,
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
    elif found.reason is not None:
        click.echo(identifiers.reason_text(found.reason).in_(language or country(code).default_language))
    else:
        facts_told = [str(fact) for fact in (found.birth_date, found.sex) if fact]
        click.echo(" ".join([identifiers.mask(found.number), *facts_told]))
    sys.exit(0 if found.valid else 1)
