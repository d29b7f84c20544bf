"""Several cases at once: what would happen to each, then one transaction per case with a report; undone where that is lawful."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import CaseNotFound, NothingToDecide
from maarif.engine.cases.types import Status
from maarif.engine.cases.types.desk import DeskCard
from maarif.engine.declare import Ground, Outcome, Service
from maarif.kernel.errors import Refusal
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.screens import acts, inbox
from maarif.surfaces.desk.types import Choice
from maarif.surfaces.desk.types.inbox import Bulk, BulkLine
from maarif.surfaces.frame.environment import moment, text
from maarif.surfaces.record.numbers import number_in

MOST: Final = 100
#: What takes an act back. A decision has none: its letter is sent and the registers are changed with it.
UNDOES: Final[Mapping[str, str]] = {"claim": "unclaim", "unclaim": "claim", "assign": "unclaim", "propose": "withdraw"}
ACTS: Final = frozenset({"claim", "unclaim", "assign", "decide", "withdraw"})


def preview(
    viewer: Actor, act: str, numbers: Sequence[str], *, to: str, grounds: tuple[str, ...], note: str, back: str
) -> Bulk:
    """What would happen to each of the chosen cases; nothing is written."""
    cards = queries.cards_of(viewer, numbers[:MOST])
    lines = tuple(_line(card, *_judged(viewer, act, card, to)) for card in cards)
    ways = _ways(cards) if act == "decide" else ()
    colleague = (
        next((each.label for each in inbox.choices(queries.colleagues_of(viewer)) if each.code == to), "")
        if act == "assign"
        else ""
    )
    return Bulk(
        title=_title(act, colleague),
        act=act,
        to=to,
        lines=lines,
        possible=sum(line.possible for line in lines),
        done=False,
        undo="",
        lawful=_lawful(act),
        back=back,
        ways=ways,
        grounds=_grounds(cards, to) if act == "decide" else (),
        chosen=grounds,
        note=note,
        seen=",".join(str(card.turn) for card in cards),
    )


def carry_out(
    viewer: Actor,
    act: str,
    numbers: Sequence[str],
    *,
    to: str,
    grounds: tuple[str, ...],
    note: str,
    back: str,
    seen: str = "",
) -> Bulk:
    """Does it, one transaction per case, and reports on each; a case that has gone on since its turn was `seen` is left."""
    cards = queries.cards_of(viewer, numbers[:MOST])
    two = act == "decide" and any(_two_persons(card) for card in cards)
    verbs: Mapping[str, Callable[[str], None]] = {
        "claim": lambda number: operations.claim(by=viewer, number=number),
        "unclaim": lambda number: operations.unclaim(by=viewer, number=number),
        "assign": lambda number: operations.assign(by=viewer, number=number, to=number_in({"to": to}, "to") or 0),
        "withdraw": lambda number: operations.send_back(by=viewer, number=number, why=_("Taken back")),
        "decide": lambda number: operations.decide(by=viewer, number=number, to=to, grounds=grounds, note=note),
    }
    lines = [_carried_out(viewer, act, card, verbs[act], to=to, seen=seen) for card in cards]
    return Bulk(
        title=_("Done"),
        act=act,
        to=to,
        lines=tuple(lines),
        possible=sum(line.possible for line in lines),
        done=True,
        undo=UNDOES.get("propose" if two else act, ""),
        lawful=_lawful(act),
        back=back,
    )


def _carried_out(
    viewer: Actor, act: str, card: DeskCard, verb: Callable[[str], None], *, to: str, seen: str
) -> BulkLine:
    """What became of one case."""
    possible, why = _judged(viewer, act, card, to)
    if possible and seen and str(card.turn) not in seen.split(","):
        possible, why = False, acts.refused(viewer, card.number, NothingToDecide(case=card.number))
    if possible:
        possible, why = _done(viewer, card, verb)
    return _line(card, possible, acts.done("send_back" if act == "withdraw" else act) if possible else why)


def _done(viewer: Actor, card: DeskCard, verb: Callable[[str], None]) -> tuple[bool, str]:
    try:
        verb(card.number)
    except (Refusal, CaseNotFound, NothingToDecide) as refusal:
        return False, acts.refused(viewer, card.number, refusal)
    return True, ""


def _judged(viewer: Actor, act: str, card: DeskCard, to: str) -> tuple[bool, str]:
    """Whether the act is possible for a case, and what will happen, or why it cannot."""
    free = not card.held
    taken = _("%(name)s has claimed it.") % {"name": card.claimed_name}
    if card.opinion:
        return False, _("Your opinion is asked: open the case to give it.")
    if act == "claim":
        return free, _("will be on your desk") if free else taken
    if act == "unclaim":
        mine = card.claimed_by is not None and (card.claimed_by == viewer.party or queries.leads_office(viewer))
        return mine, _("will be free for every colleague") if mine else _(
            "Nobody has claimed it."
        ) if card.claimed_by is None else taken
    if act == "assign":
        leads = queries.leads_office(viewer)
        return leads, _("will be on the colleague's desk") if leads else _(
            "Only who answers for the office gives work."
        )
    if act == "withdraw":
        return card.proposed, _("The proposal will be taken back.") if card.proposed else _("Nothing is proposed.")
    return _decidable(card, free, taken, to)


def _decidable(card: DeskCard, free: bool, taken: str, to: str) -> tuple[bool, str]:
    if not free:
        return False, taken
    if card.proposed:
        return False, _("Awaits a second person")
    if card.status is Status.WAITING_APPLICANT:
        return False, _("Waits for the applicant")
    if to and to not in _alike(card):
        return False, _("This stage asks something of you, or cannot go there: open the case to decide it.")
    words = dict(_labels(card)).get(to, "")
    if to and _two_persons(card):
        return True, _("will be proposed, for a second person to confirm: %(way)s") % {"way": words}
    return True, _("will be decided: %(way)s. This cannot be taken back.") % {"way": words} if to else ""


def _service(card: DeskCard) -> Service[object]:
    return registry.service(card.service)


def _two_persons(card: DeskCard) -> bool:
    stage = _service(card).stage(card.stage)
    return stage is not None and stage.two_persons


def _alike(card: DeskCard) -> tuple[str, ...]:
    """The ways of a stage that ask nothing of the officer and of no single case, and so can be taken for several at once."""
    stage = _service(card).stage(card.stage)
    if stage is None:
        return ()
    return tuple(
        way
        for way in stage.then
        if not any(field.shown_when is None or field.shown_when.holds({"decision": way}) for field in stage.asks)
        and _groundable(_service(card).outcome(way))
    )


def _groundable(outcome: Outcome[object] | None) -> bool:
    return outcome is None or not outcome.grounds or any(_of_any_case(each) for each in outcome.grounds)


def _of_any_case(ground: Ground) -> bool:
    """Whether a ground can be given without judging the facts of a single case."""
    return ground.holds is None


def _labels(card: DeskCard) -> tuple[tuple[str, str], ...]:
    service = _service(card)
    keys = ((way, f"outcomes.{way}.title" if service.outcome(way) else f"stages.{way}") for way in _alike(card))
    return tuple((way, text(registry.text_of(service, key))) for way, key in keys)


def _ways(cards: Sequence[DeskCard]) -> tuple[Choice, ...]:
    """The ways that all chosen cases share: none when they are of several services or stages."""
    if len({(card.service, card.stage) for card in cards}) != 1:
        return ()
    return tuple(Choice(code=code, label=label) for code, label in _labels(cards[0]))


def _grounds(cards: Sequence[DeskCard], to: str) -> tuple[Choice, ...]:
    outcome = _service(cards[0]).outcome(to) if cards else None
    service = _service(cards[0]) if cards else None
    if outcome is None or service is None:
        return ()
    return tuple(
        Choice(code=each.code, label=text(registry.text_of(service, f"grounds.{each.code}.reason")))
        for each in outcome.grounds
        if _of_any_case(each)
    )


def _title(act: str, colleague: str) -> str:
    return {
        "claim": _("Claim these cases?"),
        "unclaim": _("Put these cases back?"),
        "assign": _("Give these cases to %(name)s?") % {"name": colleague},
        "decide": _("Decide these cases alike?"),
        "withdraw": _("Take these proposals back?"),
    }[act]


def _lawful(act: str) -> str:
    if act == "decide":
        return _(
            "A decision sends its letter and changes the registers at once: it cannot be undone here, only by the ways that the"
            " law gives. A proposal for a second person can be taken back until it is confirmed."
        )
    return _("This can be undone.")


def _line(card: DeskCard, possible: bool, words: str) -> BulkLine:
    since = (
        f" ({moment(card.claimed_at)})" if card.claimed_at is not None and not possible and card.claimed_name else ""
    )
    return BulkLine(
        number=card.number,
        href=reverse("desk:case", args=[card.number]),
        title=text(card.title),
        person=inbox.person_line(card),
        text=f"{words}{since}",
        possible=possible,
    )
