"""`maarif deadline`: counts a term in working days and says which days counted and which did not."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from maarif.kernel.calendar import Due, calendar_of
from maarif.kernel.countries import codes, country
from maarif.kernel.errors import MaarifError
from maarif.kernel.text import LANGUAGES

section = "Law"


@click.command("deadline")
@click.option("--country", "code", type=click.Choice(codes()), default="az", show_default=True, help="Whose calendar.")
@click.option("--region", default=None, metavar="ISO", help="A region by ISO 3166-2, such as AZ-NX.")
@click.option(
    "--from", "received", required=True, metavar="MOMENT", help="Received: 2026-03-18 or 2026-03-18T16:30 (local time)."
)
@click.option("--days", required=True, type=click.IntRange(0, 1000), help="Working days of the term.")
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help="Language of the reasons.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(code: str, region: str | None, received: str, days: int, language: str | None, as_json: bool) -> None:
    """Count a term in working days of a country; the day of receipt is not counted."""
    speech = language or country(code).default_language
    try:
        due = calendar_of(code, region).due(_moment(received, country(code).time_zone), days)
    except MaarifError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(_as_json(due, speech), ensure_ascii=False) if as_json else _in_words(due, speech))


def _moment(text: str, time_zone: str) -> date | datetime:
    """A date, or an instant; one without an offset is the local time of the country."""
    try:
        if "T" not in text and " " not in text.strip():
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is neither a date nor a date with a time", param_hint="--from") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(time_zone))


def _as_json(due: Due, language: str) -> dict[str, object]:
    return {
        "due": due.due.isoformat(),
        "counted": [day.isoformat() for day in due.counted],
        "skipped": [{"date": day.date.isoformat(), "why": day.why.in_(language)} for day in due.skipped],
        "provisional": due.provisional,
    }


def _in_words(due: Due, language: str) -> str:
    lines = [f"{due.due:%Y-%m-%d}", ""]
    marks = dict.fromkeys(due.counted, "counted") | {day.date: day.why.in_(language) for day in due.skipped}
    lines += [f"  {day:%Y-%m-%d %a}  {marks[day]}" for day in sorted(marks)]
    if due.provisional:
        lines += ["", "Provisional: the government has not yet published the holidays of that year."]
    return "\n".join(lines)
