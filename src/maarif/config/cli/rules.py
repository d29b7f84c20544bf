"""`maarif rules`: lists the rule sets of a country that are in force on a date."""

import json
from datetime import date, datetime
from typing import Any

import click

from maarif.kernel import clock, rulesets
from maarif.kernel.countries import codes, country
from maarif.kernel.errors import MaarifError

section = "Law"


@click.command("rules")
@click.option("--country", "code", type=click.Choice(codes()), default="az", show_default=True, help="Whose rules.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="In force on this date; today by default.")
@click.option("--sector", default=None, help="Only this sector; exit code 1 when it has no rules on that date.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(code: str, on: datetime | None, sector: str | None, as_json: bool) -> None:
    """List the rule sets in force on a date with their values."""
    day = on.date() if on else clock.today(country(code).time_zone)
    try:
        found = [(name, one) for name, one in rulesets.in_force(code, day) if sector in (None, name)]
    except MaarifError as error:
        raise click.ClickException(str(error)) from error
    if sector is not None and not found:
        raise click.ClickException(str(rulesets.NoRuleSet(country=code, sector=sector, on=day.isoformat())))
    if as_json:
        sets = [{"sector": name, **_as_json(one)} for name, one in found]
        click.echo(
            json.dumps({"country": code, "on": day.isoformat(), "rule_sets": sets}, ensure_ascii=False, default=str)
        )
        return
    for name, one in found:
        until = one.valid_to or "further notice"
        click.echo(f"{name}: {one.id} (from {one.valid_from} to {until})")
        for line in _lines(one.values, 1):
            click.echo(line)


def _as_json(one: rulesets.RuleSet[dict[str, Any]]) -> dict[str, object]:
    return {"id": one.id, "valid_from": one.valid_from, "valid_to": one.valid_to, "values": one.values}


def _lines(values: object, depth: int) -> list[str]:
    """A table of values, one line per leaf."""
    if isinstance(values, dict):
        lines: list[str] = []
        for name, value in values.items():
            inner = _lines(value, depth + 1)
            plain = not isinstance(value, dict | list)
            lines += [f"{'  ' * depth}{name}: {inner[0].strip()}"] if plain else [f"{'  ' * depth}{name}:", *inner]
        return lines
    if isinstance(values, list):
        return [f"{'  ' * depth}- {_item(item)}" for item in values]
    shown = values.isoformat() if isinstance(values, date) else str(values)
    return ["  " * depth + shown]


def _item(value: object) -> str:
    """What one line of a list says: a value, or the values of a table with their names."""
    return ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
