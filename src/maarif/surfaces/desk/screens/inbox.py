"""The list of an office's cases: filters in the address, counts beside them, rows by deadline."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine import registry
from maarif.engine.cases import queries
from maarif.engine.cases.types import Intake, Status
from maarif.engine.cases.types.desk import Claim, Colleague, DeskCard, Sieve, Tally, When
from maarif.engine.deadlines import Left
from maarif.kernel import identifiers
from maarif.kernel.clock import day_of
from maarif.kernel.countries import active_country
from maarif.kernel.names import UncleanText, clean
from maarif.registries.people import queries as people
from maarif.support.access.budgets import EXPORTED_A_DAY
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.types import Choice
from maarif.surfaces.desk.types.inbox import Filter, FilterGroup, Inbox, InboxRow
from maarif.surfaces.frame.environment import day, number, text
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.types import Tag
from maarif.surfaces.record.words import INTAKES, ROLES, say

MOST_NAMESAKES: Final = 200
LONGEST: Final = 100
_KEPT: Final = ("service", "stage", "claim", "due", "waiting", "opinions", "q", "person")

Query = Mapping[str, str]


def query_of(given: Query) -> dict[str, str]:
    """What of an address is a filter; anything else, and what nobody can type, is left out."""
    found = {name: cleaned(given.get(name, "")) for name in _KEPT}
    return {name: value for name, value in found.items() if value}


def cleaned(given: str) -> str:
    """A filter or a search as typed, without what no register keeps; an unreadable one counts as none."""
    try:
        return clean(given[:LONGEST])
    except UncleanText:
        return ""


def searched_for(given: str) -> dict[str, str]:
    """A search as it may stand in an address: a personal number becomes the number of a party, so that it never does itself."""
    words = cleaned(given)
    if any(map(str.isdigit, words)) and identifiers.check(active_country().code, words).valid:
        found = people.found_by(words, limit=1)
        return {"person": str(found[0]) if found else "0"}
    return {"q": words} if words else {}


def inbox_for(viewer: Actor, given: Query, *, after: str | None) -> Inbox:
    """One page of the list."""
    query = query_of(given)
    sieve, problem = sieve_of(query)
    desk = queries.desk_for(viewer, sieve, after=after)
    page, tally = desk.page, desk.tally
    here = reverse("desk:cases")
    return Inbox(
        rows=tuple(_row(viewer, card) for card in page.cards),
        groups=_groups(query, tally),
        searched=query.get("q", ""),
        problem=problem,
        query=urlencode(query),
        first=address_of(query) if after else "",
        next=f"{here}?{urlencode({**query, 'after': page.after})}" if page.after else "",
        every=bounded(tally.every, tally.most),
        clear=here,
        filtered=bool(query),
        most_saved=EXPORTED_A_DAY,
        may_assign=bool(desk.colleagues),
        colleagues=choices(desk.colleagues),
    )


def choices(colleagues: Sequence[Colleague]) -> tuple[Choice, ...]:
    """Those to whom a case can be given: namesakes told apart, the absent marked."""
    names = Counter(each.name for each in colleagues)
    return tuple(Choice(code=str(each.party), label=_label(each, alone=names[each.name] == 1)) for each in colleagues)


def _label(colleague: Colleague, *, alone: bool) -> str:
    name = colleague.name
    if not alone:
        number = colleague.number or _("No. %(number)s") % {"number": colleague.party}
        posts = [say(ROLES, role) for role in colleague.roles]
        name = f"{name}: {', '.join([*posts, number])}"
    return _("%(name)s (absent)") % {"name": name} if colleague.absent else name


def bounded(count: int, most: int) -> str:
    """A count in words of figures: `1 000+` where nothing was counted further."""
    return f"{number(most)}+" if count > most else number(count)


def due_tag(card: DeskCard) -> Tag:
    """The end of a turn in words, with the working days that are left."""
    if card.paused:
        waits = card.status is Status.WAITING_APPLICANT
        return Tag(label=_("Waits for the applicant") if waits else _("Waits for an opinion"), color="info")
    return left_tag(card.left)


def left_tag(left: Left | None) -> Tag:
    """Working days left, as a label; on a day off after the last day, none has passed yet."""
    if left is None:
        return Tag(label=_("No deadline"))
    if left.late:
        late = ngettext("%(num)s working day late", "%(num)s working days late", -left.days) % {"num": -left.days}
        return Tag(label=late if left.days else _("Late"), color="danger")
    if left.days == 0:
        return Tag(label=_("Due today"), color="warning")
    words = ngettext("%(num)s working day left", "%(num)s working days left", left.days) % {"num": left.days}
    return Tag(label=words, color="warning" if left.days <= queries.SOON_DAYS else "neutral")


def person_line(card: DeskCard) -> str:
    """Whom it is about, and who asks when that is somebody else."""
    if card.applicant == card.subject:
        return card.subject_name
    return _("%(subject)s, asked by %(applicant)s") % {"subject": card.subject_name, "applicant": card.applicant_name}


def sieve_of(query: Query) -> tuple[Sieve, str]:
    """The filters, and what a search could not make sense of."""
    sieve = Sieve(
        service=query.get("service", ""),
        stage=query.get("stage", "") if query.get("service") else "",
        claim=Claim(query["claim"]) if query.get("claim") in set(Claim) else None,
        when=When(query["due"]) if query.get("due") in set(When) else None,
        waiting="waiting" in query,
        opinions="opinions" in query,
    )
    person = number_in(query, "person")
    if person is not None:
        return replace(sieve, people=(person,)), ""
    words = query.get("q", "")
    if not words:
        return sieve, ""
    if "-" in words and any(letter.isdigit() for letter in words):
        return replace(sieve, number=words.upper()), ""
    found = people.found_by(words, limit=MOST_NAMESAKES + 1)
    problem = _("Too many people are called so. Write the given name too.") if len(found) > MOST_NAMESAKES else ""
    return replace(sieve, people=found[:MOST_NAMESAKES]), problem


def _row(viewer: Actor, card: DeskCard) -> InboxRow:
    mine = card.claimed_by is not None and card.claimed_by == viewer.party
    return InboxRow(
        number=card.number,
        href=reverse("desk:case", args=[card.number]),
        title=text(card.title),
        person=person_line(card),
        stage=text(card.stage_title),
        tag=due_tag(card),
        due=day(card.due) if card.due is not None else "",
        received=card.received_at,
        holder=holder_of(viewer, card),
        mine=mine,
        claim="" if card.opinion or card.held else "unclaim" if mine else "claim",
        marks=tuple(_marks(card)),
    )


def holder_of(viewer: Actor, card: DeskCard) -> str:
    """On whose desk it is, empty when on nobody's."""
    mine = card.claimed_by is not None and card.claimed_by == viewer.party
    return _("You") if mine else card.claimed_name


def day_received(card: DeskCard) -> date:
    """The day of receipt in the country served."""
    return day_of(card.received_at, active_country().time_zone)


def _marks(card: DeskCard) -> list[Tag]:
    marks = []
    if card.opinion:
        marks.append(Tag(label=_("Your opinion is asked"), color="info"))
    if card.proposed:
        marks.append(Tag(label=_("Awaits a second person"), color="info"))
    if card.intake is not Intake.ELECTRONIC:
        marks.append(Tag(label=intake_words(card.intake)))
    return marks


def intake_words(intake: Intake) -> str:
    """How an application reached the office."""
    return say(INTAKES, intake.value)


def _groups(query: Query, tally: Tally) -> tuple[FilterGroup, ...]:
    def made(label: str, count: int, name: str, value: str) -> Filter:
        current = query.get(name) == value
        return Filter(
            label=label,
            count=bounded(count, tally.most),
            href=_changed(query, name, "" if current else value),
            current=current,
        )

    groups = [
        FilterGroup(
            title=_("Deadline"),
            filters=(
                made(_("Late"), tally.whens[When.OVERDUE], "due", When.OVERDUE.value),
                made(_("Due within 3 working days"), tally.whens[When.SOON], "due", When.SOON.value),
                made(_("Waiting for the applicant"), tally.waiting, "waiting", "yes"),
            ),
        ),
        FilterGroup(
            title=_("On whose desk"),
            filters=(
                *(made(label, tally.claims[claim], "claim", claim.value) for label, claim in _claims(tally)),
                made(_("Requests for an opinion"), tally.opinions, "opinions", "yes"),
            ),
        ),
        FilterGroup(
            title=_("Service"),
            filters=tuple(made(_title(code), count, "service", code) for code, count in sorted(tally.services.items())),
        ),
    ]
    stages = tuple(
        made(_stage_title(query["service"], code), count, "stage", code) for code, count in tally.stages.items()
    )
    groups.append(FilterGroup(title=_("Stage"), filters=stages))
    return tuple(group for group in groups if group.filters)


def _claims(tally: Tally) -> list[tuple[str, Claim]]:
    """The desks by which the list can be narrowed; the absent only where somebody stands in for them."""
    return [
        (_("Mine"), Claim.MINE),
        (_("Nobody's"), Claim.NOBODY),
        (_("A colleague's"), Claim.COLLEAGUE),
        *([(_("Of absent colleagues"), Claim.ABSENT)] if tally.claims[Claim.ABSENT] else []),
    ]


def _changed(query: Query, name: str, value: str) -> str:
    """The same list with one filter set or taken away, from its beginning; another service has other stages."""
    kept = {key: each for key, each in query.items() if key != name and not (name == "service" and key == "stage")}
    return address_of({**kept, name: value} if value else kept)


def address_of(query: Query) -> str:
    """The list with these filters."""
    here = reverse("desk:cases")
    return f"{here}?{urlencode(query)}" if query else here


def _title(code: str) -> str:
    return text(registry.text_of(registry.service(code), "title"))


def _stage_title(service: str, code: str) -> str:
    return text(registry.text_of(registry.service(service), f"stages.{code}"))
