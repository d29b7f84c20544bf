"""`maarif queue`: a published queue recomputed from its log alone, with everybody's place and the reasons for one."""

import gc
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import codes
from maarif.kernel.errors import MaarifError
from maarif.kernel.placement.queue import log
from maarif.kernel.placement.queue.machine import Queue
from maarif.kernel.placement.queue.standing import Pause, Standing

section = "Places"

WHY: Final = {
    Pause.FROZEN: "the family asked to be passed over",
    Pause.STOPPED: "it is on the stop list",
    Pause.EARLY: "its desired start, or the least wait, has not come",
    Pause.OFFERED: "it has an offer to answer",
}


@click.group()
def command() -> None:
    """Recompute a published queue from its log."""


@command.command("replay")
@click.argument("file", metavar="LOG", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--child", default=None, metavar="ID", help="Only this child, and why it stands where it stands.")
@click.option(
    "--until", default=None, metavar="MOMENT", help="Leave out what happened after, such as 2026-03-18T16:30+05:00."
)
@click.option(
    "--country",
    default=None,
    type=click.Choice(codes()),
    help="Count the last day of every offer again on this calendar.",
)
@click.option("--region", default=None, metavar="ISO", help="A region of the country by ISO 3166-2.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def replay(
    file: Path, child: str | None, until: str | None, country: str | None, region: str | None, as_json: bool
) -> None:
    """Let everything in a LOG happen again, each line checked by the rules in its first, and show the order that it makes."""
    if region is not None and country is None:
        raise click.UsageError("--region needs --country")
    gc.disable()  # events leave nothing for it, and it would walk through every child again and again
    click.get_current_context().call_on_close(gc.enable)
    try:
        due = calendar_of(country, region).due_date if country else None
        queue = log.replay_file(file, due=due, until=None if until is None else _moment(until))
        if child is not None:
            queue.state.child(child)
    except MaarifError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(_as_json(queue, child), ensure_ascii=False, indent=2) if as_json else _in_words(queue, child))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no date with a time", param_hint="--until") from error
    if moment.tzinfo is None:
        raise click.BadParameter(f"{text!r} has no offset from UTC", param_hint="--until")
    return moment


def _as_json(queue: Queue, child: str | None) -> dict[str, Any]:
    head = {"at": log.plain(queue.state.at), "digest": log.digest(queue)}
    if child is not None:
        return head | {"child": log.plain(queue.children[child]), "standings": log.plain(_standings(queue, child))}
    lines = [
        {
            "garden": garden,
            "group": group,
            "places": lot.total,
            "free": lot.free,
            "order": [*queue.order(garden, group)],
        }
        for (garden, group), lot in sorted(queue.lots.items())
    ]
    return head | {"lines": lines}


def _standings(queue: Queue, child: str) -> tuple[Standing, ...]:
    return tuple(queue.explain(child, garden) for garden, _ in queue.children[child].lines if garden)


def _in_words(queue: Queue, child: str | None) -> str:
    told = _of_child(queue, child) if child is not None else _of_all(queue)
    return "\n".join([*told, "", f"Digest of the state: {log.digest(queue)}"])


def _of_all(queue: Queue) -> list[str]:
    """Each line of the queue: its places, and who would get them in turn."""
    told = [f"After the event of {_local(queue, queue.state.at)}:" if queue.state.at else "Nothing has happened."]
    for (garden, group), lot in sorted(queue.lots.items()):
        told += ["", f"{garden}, {group}: {lot.free} of {lot.total} places free"]
        for place, name in enumerate(queue.order(garden, group), start=1):
            one = queue.children[name]
            told.append(f"{place:>6}  {name}  {one.stream}  ticket {_local(queue, one.since)}, number {one.number}")
    return told


def _of_child(queue: Queue, name: str) -> list[str]:
    """One child: what it holds, and for each kindergarten where it stands and why."""
    child = queue.children[name]
    told = [f"{name}: stream {child.stream}, ticket {_local(queue, child.since)}, number {child.number}."]
    if child.place is not None:
        told.append(f"It holds a place at {child.place.garden}, {child.place.group}.")
    if child.offer is not None:
        place = child.offer.place
        told.append(
            f"It is offered a place at {place.garden}, {place.group}, to be answered by the end of {child.offer.until}."
        )
    standings = _standings(queue, name)
    if not standings and child.waits:
        told.append("It stands in no line: it has no wish, or is of no group's age yet.")
    for one in standings:
        told += ["", *_reasons(one)]
    return told


def _reasons(one: Standing) -> list[str]:
    ahead = ", ".join(f"{stream} {count}" for stream, count in one.ahead.items() if count) or "nobody"
    told = [f"{one.garden}, {one.group}: place {one.position}. Ahead of it: {ahead}."]
    if one.asleep:
        told.append(f"{one.asleep} more would be ahead, but can get no offer today.")
    if one.pauses:
        told.append(f"No offer comes today: {'; '.join(WHY[pause] for pause in one.pauses)}.")
        if Pause.STOPPED in one.pauses or Pause.EARLY in one.pauses:
            told.append(f"From {one.wakes} it can get one, with the same ticket.")
    return told


def _local(queue: Queue, moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(ZoneInfo(queue.state.rules.time_zone)):%Y-%m-%d %H:%M:%S}"
