"""`maarif duplicates`: records that may be one person, for an operator at the machine; officials decide at the desk."""

import json
from dataclasses import asdict
from typing import Any

import click

from maarif.config.cli import setup

section = "Registers"


@click.group()
def command() -> None:
    """Find possible duplicates of people, see them side by side, decide, and take a decision back."""


@command.command("find")
@click.option("--country", default=None, help="Code of the country; the one that is served when not given.")
def find(country: str | None) -> None:
    """Compare the register with itself; new pairs wait for a decision."""
    setup()
    from maarif.kernel.countries import active_country
    from maarif.registries.people import operations

    found = operations.find_duplicates(by=_operator(), country=country or active_country().code)
    click.echo(f"New pairs that wait for a decision: {found}.")


@command.command("list")
@click.option("--limit", default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Pairs as a JSON list.")
def show(limit: int, as_json: bool) -> None:
    """Show the pairs that wait, the likeliest first."""
    setup()
    from maarif.registries.people import queries

    pairs = queries.candidates(limit=limit)
    if as_json:
        click.echo(json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, indent=2, default=str))
        return
    for pair in pairs:
        click.echo(f"#{pair.id}  {pair.score} %  {', '.join(pair.reasons)}")
        for card in (pair.first, pair.second):
            click.echo(f"    {card.id:>8}  {card.full_name}  {card.birth_date}  {card.number_masked or '-'}")
    click.echo(f"Pairs that wait: {queries.open_candidates()}.")


@command.command("decide")
@click.argument("pair", type=int)
@click.option(
    "--same", "keep", type=int, metavar="NUMBER", help="One person: keep this record, the other goes into it."
)
@click.option("--different", is_flag=True, help="Two persons: the pair does not come up again.")
@click.option("--note", required=True, help="Why; kept with the decision and in the ledger.")
def decide(pair: int, keep: int | None, different: bool, note: str) -> None:
    """Decide one PAIR."""
    if (keep is None) is not different:
        raise click.UsageError("say either --same NUMBER or --different")
    setup()
    from maarif.registries.people import operations

    if keep is None:
        operations.decide_different(by=_operator(note), candidate=pair, note=note)
        click.echo(f"Pair {pair}: two persons.")
        return
    merge = operations.decide_same(by=_operator(note), candidate=pair, keep=keep, note=note)
    click.echo(f"Pair {pair}: one person, record {keep} stays. Take back: maarif duplicates undo {merge} --note ...")


@command.command("undo")
@click.argument("merge", type=int)
@click.option("--note", required=True, help="Why; kept in the ledger.")
def undo(merge: int, note: str) -> None:
    """Take a MERGE back exactly; the pair waits for a decision again."""
    setup()
    from maarif.registries.people import operations

    operations.unmerge(by=_operator(note), merge=merge, reason=note)
    click.echo(f"Merge {merge} is undone.")


def _operator(purpose: str = "") -> Any:
    """Whoever sits at the machine; the ledger shows the channel."""
    from maarif.support.parties.types import Actor, Assurance, Channel

    return Actor(role="platform_admin", assurance=Assurance.OFFICIAL, channel=Channel.COMMAND, purpose=purpose)
