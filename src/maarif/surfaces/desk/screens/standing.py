"""Stand-ins of an office: who is away, who does their work, from which day to which; ending it early."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from maarif.engine.cases.queries import colleagues_of, leads_office
from maarif.registries.people import queries as people
from maarif.support.access import operations
from maarif.support.access.operations import NotYourOffice, StandInNotAllowed
from maarif.support.access.queries import stand_ins, today
from maarif.support.access.types import StandInCard
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.types import Choice, Problem
from maarif.surfaces.desk.types.standing import StandInForm, StandInRow
from maarif.surfaces.frame.environment import day
from maarif.surfaces.record.types import Tag

LONGEST_DAYS: Final = 366
A_DAY: Final = timedelta(days=1)


def form_for(viewer: Actor, given: Mapping[str, str] | None = None) -> StandInForm:
    """The form of an absence: one's own, or for who leads the office anybody's; what was typed stays with what is wrong."""
    colleagues = tuple(Choice(code=str(each.party), label=each.name) for each in colleagues_of(viewer))
    own = tuple(each for each in colleagues if each.code == str(viewer.party))
    blank = StandInForm(
        absent=str(viewer.party), absents=colleagues if leads_office(viewer) else own, colleagues=colleagues
    )
    return blank if given is None else _filled(blank, given)


def appoint(by: Actor, form: StandInForm) -> StandInForm:
    """Appoints the stand-in; the form with what is wrong when the room refuses."""
    if form.errors or form.first is None or form.last is None:
        return form
    try:
        operations.appoint_stand_in(
            by=by, absent=int(form.absent), stand_in=int(form.stand_in), since=form.first, until=form.last + A_DAY
        )
    except (NotYourOffice, StandInNotAllowed):
        words = _(
            "On the first day both have to work in this office, and no role is lent for longer than it is held. Choose other days or another one."
        )
        return replace(form, errors=(Problem(code="stand_in", text=words),))
    return form


def end(by: Actor, stand_in: int) -> None:
    """Ends one from today on. NotYourOffice."""
    operations.end_stand_in(by=by, stand_in=stand_in, on=today())


def rows_for(viewer: Actor) -> tuple[StandInRow, ...]:
    """Those of the office: to come, now and past."""
    cards = stand_ins(viewer.scope_kind or "", viewer.scope or "")
    names = people.names_of({party for card in cards for party in (card.absent, card.stand_in)}) if cards else {}
    return tuple(_row(viewer, card, names) for card in cards)


def _row(viewer: Actor, card: StandInCard, names: Mapping[int, str]) -> StandInRow:
    now = today()
    tag = Tag(label=_("Now"), color="success")
    if now >= card.until:
        tag = Tag(label=_("Ended"))
    elif now < card.since:
        tag = Tag(label=_("To come"), color="info")
    may = now < card.until and (leads_office(viewer) or card.absent == viewer.party)
    return StandInRow(
        absent=names.get(card.absent, ""),
        stand_in=names.get(card.stand_in, ""),
        line=_("from %(since)s to %(until)s") % {"since": day(card.since), "until": day(card.until - A_DAY)},
        tag=tag,
        end=reverse("desk:stand_in_end", args=[card.id]) if may else "",
    )


def _filled(blank: StandInForm, given: Mapping[str, str]) -> StandInForm:
    typed: dict[str, Any] = {name: given.get(name, "")[:40] for name in ("absent", "stand_in", "since", "until")}
    first, last = _date(typed["since"]), _date(typed["until"])
    form = replace(blank, first=first, last=last, **typed)
    return replace(form, errors=(*_who_problems(form), *_when_problems(form)))


def _who_problems(form: StandInForm) -> list[Problem]:
    problems = []
    if form.absent not in {each.code for each in form.absents}:
        problems.append(Problem(code="absent", text=_("Choose who is away.")))
    if form.stand_in not in {each.code for each in form.colleagues}:
        problems.append(Problem(code="stand_in", text=_("Choose who does the work.")))
    elif form.stand_in == form.absent:
        problems.append(Problem(code="stand_in", text=_("Choose somebody else: nobody stands in for themselves.")))
    return problems


def _when_problems(form: StandInForm) -> list[Problem]:
    if form.first is None:
        return [Problem(code="since", text=_("Give the first day of the absence as a real date."))]
    if form.first < today():
        return [Problem(code="since", text=_("The first day is today or later."))]
    if form.last is None:
        return [Problem(code="until", text=_("Give the last day of the absence as a real date."))]
    if not 0 <= (form.last - form.first).days <= LONGEST_DAYS or form.last == date.max:
        return [Problem(code="until", text=_("The last day is not before the first, and within a year of it."))]
    return []


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if len(typed) == len("2000-01-31") else None
    except ValueError:
        return None
