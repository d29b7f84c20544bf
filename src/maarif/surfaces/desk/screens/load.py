"""The load as whoever leads an office sees it: figures, ages, officers, services and places."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine.cases.queries import LOAD_PERIOD, load_for
from maarif.engine.cases.types.desk import Bucket, Load, Pace
from maarif.support.access.queries import today
from maarif.support.access.types import ScopeKind
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.types.load import AgeRow, LoadPage, PaceRow, PaceTable
from maarif.surfaces.frame.environment import text


def page_for(viewer: Actor) -> LoadPage:
    """The load of what the viewer answers for. NotYourTurn."""
    load = load_for(viewer)
    return LoadPage(
        figures=(
            (_("Under way"), load.open),
            (_("Overdue"), load.overdue),
            (_("Nobody has claimed"), load.unclaimed),
            (_("Ended in the period"), load.ended),
        ),
        ages=_ages(load.buckets),
        tables=tuple(table for table in _tables(viewer, load) if table.rows),
        since=today() - LOAD_PERIOD,
    )


def _ages(buckets: Iterable[Bucket]) -> tuple[AgeRow, ...]:
    rows, least = [], 0
    most = max((bucket.count for bucket in buckets), default=0) or 1
    for bucket in buckets:
        rows.append(
            AgeRow(label=_age(least, bucket.upto), count=bucket.count, width=round(100 * bucket.count / most, 1))
        )
        least = (bucket.upto or 0) + 1
    return tuple(rows)


def _age(least: int, upto: int | None) -> str:
    if upto is None:
        days = least - 1
        return ngettext("more than %(num)s working day", "more than %(num)s working days", days) % {"num": days}
    if not least:
        return ngettext("up to %(num)s working day", "up to %(num)s working days", upto) % {"num": upto}
    return _("%(least)s to %(most)s working days") % {"least": least, "most": upto}


def _tables(viewer: Actor, load: Load) -> tuple[PaceTable, ...]:
    own, places = _("The office itself"), (_("By institution"), _("Institution"))
    if viewer.scope_kind == ScopeKind.COUNTRY:
        own, places = _("Offices of the country"), (_("By region"), _("Region"))
    return (
        PaceTable(code="officers", title=_("By officer"), first=_("Officer"), rows=_rows(load.officers)),
        PaceTable(code="services", title=_("By service"), first=_("Service"), rows=_rows(load.services)),
        PaceTable(code="places", title=places[0], first=places[1], rows=_rows(load.places, own)),
    )


def _rows(paces: Iterable[Pace], nameless: str = "") -> tuple[PaceRow, ...]:
    return tuple(
        PaceRow(
            name=text(pace.name) if pace.name is not None else nameless or pace.key,
            open=pace.open,
            overdue=pace.overdue,
            ended=pace.ended,
            median=pace.median_days,
        )
        for pace in paces
    )
