"""A case whole for the office whose turn it is or was: facts then and now, what may be done, everything said and done."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from maarif.engine import forms
from maarif.engine.cases import (
    enclosures,
    inbox,
    naming,
    offering,
    offices,
    receipts,
    sheets,
    snapshots,
    told,
)
from maarif.engine.cases.models import Case
from maarif.engine.cases.opening import Opened, as_turn, opened_for
from maarif.engine.cases.sheets import Sheets
from maarif.engine.cases.types import OPEN, AnswerRow, Intake, Status, TurnKind
from maarif.engine.cases.types.desk import ComparedRow, Dossier, Picks, TurnCard, Way
from maarif.engine.deadlines import Left
from maarif.engine.decisions import ground_of
from maarif.engine.declare import Answers, Consequence, Ground, Kind, Outcome, Service, Stage
from maarif.engine.forms import KnownFact
from maarif.engine.registry import text_of
from maarif.kernel.countries import law_shown
from maarif.kernel.errors import Refusal
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.people import queries as people
from maarif.registries.people.types import GuardianshipKind
from maarif.support.access.budgets import spend_looks
from maarif.support.access.types import Staff
from maarif.support.audit import operations as audit
from maarif.support.parties.types import Actor

#: What may be done with a turn of a stage while nothing is awaited from the applicant.
_ON_A_STAGE: Final = ("decide", "ask", "extend", "hand_over")
#: What nobody may do in their own affair.
_JUDGING: Final = frozenset({"decide", "confirm", "give_opinion", "join"})


def dossier_for(viewer: Actor, number: str, *, seen_today: bool = False) -> Dossier:
    """The case for an officer whose office has or had a turn in it, or is told that it is late. CaseNotFound.

    The look is written into the ledger of the person concerned, with the number of the case; the first one of a day is taken
    from the officer's budget (LookBudgetSpent).
    """
    opened = opened_for(viewer, number)
    if not seen_today:
        spend_looks(by=viewer, looks=1)
    case = opened.case
    concerned = sorted({case.subject_id, case.party_id})
    audit.record_read(
        by=viewer, subjects=concerned, what="cases.dossier", purpose=inbox.PURPOSE, case=case.number or ""
    )
    return _dossier(viewer, opened)


def _dossier(viewer: Actor, opened: Opened) -> Dossier:
    case, kept, service = opened.case, opened.sheets, opened.service
    known = told.known_in(case, kept, opened.staff.roles)
    names, places, sent_in = known.names, told.places_in(kept), told.files_in(kept)
    may = verbs_for(viewer, opened)
    turns = tuple(told.turn_card(service, turn, names, places, opened.offers) for turn in kept.turns)
    holder, turn = _other_holder(viewer, opened), _turn_here(opened, turns)
    return Dossier(
        case=receipts.view_of(case, names.get(case.subject_id, ""), offices.today(), (), sits=_sits(kept)),
        applicant=case.party_id,
        applicant_name=names.get(case.party_id, ""),
        relation=_relation(case),
        intake=Intake(case.intake),
        entered_name=names.get(case.entered_by or 0, ""),
        rows=compared(opened),
        turn=turn,
        asked_opinion=opened.opinion["opinion"] if opened.opinion is not None else "",
        left=_left(opened),
        turns=turns,
        proposal=told.proposal(service, case, opened.turn, names, opened.offers),
        colleague=names.get(holder or 0, ""),
        colleague_since=turn.claimed_at if turn is not None and holder is not None else None,
        may=may,
        ways=ways_of(opened) if "decide" in may else (),
        opinions=_askable(opened) if "ask_opinion" in may else (),
        correctable=_correctable(opened),
        divisible=_divisible(opened) if "split" in may else (),
        picks=_to_pick(opened, may),
        requests=tuple(told.request_told(service, row, names, sent_in) for row in kept.requests),
        messages=tuple(told.said(row, names, sent_in) for row in kept.messages),
        letter=enclosures.begun(case) if "message" in may else None,
        notes=tuple(told.said(row, names, {}) for row in kept.notes),
        signatures=tuple(told.signature_card(service, row, names, places) for row in kept.signatures),
        happened=tuple(told.happening(service, row, names) for row in kept.events),
        joined=kept.joined,
        joined_to=kept.joined_to,
        own=turn is not None and opened.own,
        law=_law(case, service),
        colleagues=naming.colleagues_among(opened.staff if "assign" in may else Staff(), known),
    )


def _turn_here(opened: Opened, turns: Sequence[TurnCard]) -> TurnCard | None:
    """The open turn that waits for the viewer's office."""
    return next((each for each in turns if opened.turn is not None and each.id == opened.turn["id"]), None)


def _sits(kept: Sheets) -> str | None:
    """The office of the open turn of a stage."""
    return next((turn["office"] for turn in kept.open_turns() if turn["kind"] == TurnKind.STAGE.value), None)


def _left(opened: Opened) -> Left | None:
    """How near the end of the open turn is, else that of the case."""
    turn = opened.turn
    if turn is None:
        return inbox.left_until(opened.case.due, opened.case.country, "")
    return inbox.left_until(sheets.day(turn["due"]), opened.case.country, turn["region"])


def _correctable(opened: Opened) -> tuple[tuple[str, Text], ...]:
    """The questions whose answers the applicant may be asked to correct."""
    asked = forms.visible(opened.service, opened.answers)
    return tuple((field.code, text_of(opened.service, f"fields.{field.code}.label")) for field in asked)


def _relation(case: Case) -> GuardianshipKind | None:
    """By what right the applicant stands for the subject today; None for oneself, and when the bond has ended."""
    if case.party_id == case.subject_id:
        return None
    bonds = people.guardians(case.subject_id)
    return next((bond.kind for bond in bonds if bond.person.id == case.party_id), None)


def _other_holder(viewer: Actor, opened: Opened) -> int | None:
    """The colleague who has claimed the turn, unless it is the viewer."""
    holder = opened.turn["claimed_by_id"] if opened.turn is not None else None
    return None if holder == viewer.party else holder


def verbs_for(viewer: Actor, opened: Opened) -> frozenset[str]:
    """The verbs that the rooms would accept from this officer now, as the page offers them."""
    may = _verbs(viewer, opened)
    return may - _JUDGING if may & _JUDGING and opened.own else may


def _verbs(viewer: Actor, opened: Opened) -> frozenset[str]:
    case, row = opened.case, opened.turn
    if row is None or case.status not in OPEN:
        return _on_a_joined(viewer, opened)
    turn, holder = as_turn(row), row["claimed_by_id"]
    free = holder in (None, viewer.party) or holder in opened.staff.absent
    may = {"note", "message"}
    if row["kind"] == TurnKind.OPINION.value:
        return frozenset({*may, "give_opinion"})
    may |= {"give_opinion"} if opened.opinion is not None else set()
    may |= {"claim"} if free and holder != viewer.party else set()
    may |= {"unclaim"} if holder is not None and (holder == viewer.party or offices.leads(viewer, turn)) else set()
    may |= {"assign"} if offices.leads(viewer, turn) else set()
    if row["proposal"] is not None:
        may |= {"send_back"} | ({"confirm"} if row["proposed_by"] != viewer.party else set())
    elif case.status != Status.WAITING_APPLICANT and free:
        may |= {*_ON_A_STAGE, "join"} if case.status == Status.IN_PROGRESS else {*_ON_A_STAGE}
        may |= {"ask_opinion"} if _askable(opened) else set()
        may |= {"sort"} if _categories(opened) else set()
        may |= {"split"} if not case.only_one and _divisible(opened) else set()
    return frozenset(may)


def _on_a_joined(viewer: Actor, opened: Opened) -> frozenset[str]:
    """A case that was joined to another can be parted again by the office that joined it."""
    stages = [turn for turn in opened.sheets.turns if turn["kind"] == TurnKind.STAGE.value]
    joined = opened.case.status == Status.JOINED.value
    return frozenset({"part"}) if joined and stages and offices.may_act(viewer, as_turn(stages[-1])) else frozenset()


def _askable(opened: Opened) -> tuple[tuple[str, Text], ...]:
    """Bodies whose opinion can be asked now."""
    asked = {turn["opinion"] for turn in opened.sheets.open_turns()}
    declared = opened.stage.opinions if opened.stage is not None else ()
    return tuple(
        (each.code, text_of(opened.service, f"opinions.{each.code}")) for each in declared if each.code not in asked
    )


def _categories(opened: Opened) -> tuple[tuple[str, Text], ...]:
    """What the case can be sorted as instead."""
    return offering.other_categories(opened.service, opened.facts, opened.asking, opened.answers)


def _to_pick(opened: Opened, may: frozenset[str]) -> Picks:
    """What is picked from by the verbs that may be done."""
    return Picks(
        categories=_categories(opened) if "sort" in may else (),
        earlier=offering.earlier_open(opened.case, opened.turn) if "join" in may and opened.turn is not None else (),
    )


def _divisible(opened: Opened) -> tuple[tuple[str, Text, str], ...]:
    """Answers in words that may hold several requests."""
    return tuple(
        (field.code, text_of(opened.service, f"fields.{field.code}.label"), str(opened.answers.get(field.code) or ""))
        for field in forms.visible(opened.service, opened.answers)
        if field.kind in (Kind.TEXT, Kind.LONG_TEXT)
    )


def _law(case: Case, service: Service[Any]) -> Text | None:
    article = law_shown(case.country, service.basis, case.submitted_at.date()) if case.submitted_at else None
    return article.article if article is not None else None


def compared(opened: Opened) -> tuple[ComparedRow, ...]:
    """Every fact and answer: as it was when the case was sent, beside what the registers say now.

    A fact that a register now tells otherwise differs; so does an answer that cannot be picked any more, and one whose
    register (a fact of the same code) says something else than the applicant wrote.
    """
    service, facts, asking = opened.service, opened.facts, opened.asking
    then = {row.code: row for row in snapshots.rows_of(opened.case.facts)}
    now = {fact.code: fact for fact in forms.known_facts(service, facts)}
    rows = [_known(code, then.get(code), now.get(code)) for code in dict.fromkeys([*_registered(then, service), *now])]
    for field in forms.visible(service, opened.answers):
        row = then.get(field.code)
        if row is None:
            continue
        options = forms.options_of(field, facts, asking, forms.stored(opened.answers.get(field.code)))
        value = opened.answers.get(field.code)
        gone = field.kind.has_options and value is not None and not _picks(value, {each.value for each in options})
        fact = now.get(field.code)
        other = fact is not None and fact.value != row.value
        rows.append(
            ComparedRow(
                code=row.code,
                label=row.label,
                then=row,
                now=fact.value if fact is not None else None,
                source=fact.source if fact is not None else row.source,
                asked=True,
                differs=bool(gone or other),
            )
        )
    return tuple(rows)


def _registered(then: Mapping[str, AnswerRow], service: Service[Any]) -> list[str]:
    """The facts of registers that the case was sent with: rows that are no questions."""
    return [code for code in then if service.field(code) is None]


def _picks(value: object, offered: set[str]) -> bool:
    return set(map(str, value)) <= offered if isinstance(value, tuple) else str(value) in offered


def _known(code: str, then: AnswerRow | None, now: KnownFact | None) -> ComparedRow:
    known = now if now is not None else then
    value = now.value if now is not None else None
    return ComparedRow(
        code=code,
        label=known.label if known is not None else Text.same(code),
        then=then,
        now=value,
        source=known.source if known is not None else None,
        asked=False,
        differs=(then.value if then is not None else None) != value,
    )


def ways_of(opened: Opened) -> tuple[Way, ...]:
    """Where the case can be sent from the open stage, each way with what it asks and what follows.

    An outcome that needs a ground of which none holds cannot be reached, and is left out.
    """
    stage = opened.stage
    ways = (way_of(opened, stage, code) for code in stage.then) if stage is not None else ()
    outcomes = {each.code: each for each in opened.service.outcomes}
    return tuple(way for way in ways if way.grounds or way.code not in outcomes or not outcomes[way.code].grounds)


def _holding(opened: Opened, outcome: Outcome[Any] | None) -> tuple[Ground, ...]:
    """The grounds of an outcome that can be given: what the law ties to facts must be so."""
    grounds = outcome.grounds if outcome is not None else ()
    return tuple(each for each in grounds if each.holds is None or each.holds(opened.facts, opened.answers))


def way_of(opened: Opened, stage: Stage[Any], code: str, noted: Answers | None = None) -> Way:
    """One way; with `noted`, what follows from it with these answers of the officer."""
    service, asking = opened.service, opened.asking
    outcome = service.outcome(code)
    said = {**opened.answers, **opened.noted, **(noted or {}), "decision": code}
    key = f"outcomes.{code}.title" if outcome is not None else f"stages.{code}"
    fields = [field for field in stage.asks if field.shown_when is None or field.shown_when.holds(said)]
    following = _consequences(opened, said) if outcome is None or outcome.grants else ()
    return Way(
        code=code,
        label=text_of(service, key),
        ends=outcome is not None,
        grants=outcome.grants if outcome is not None else None,
        grounds=tuple(ground_of(service, each, asking.country, asking.on) for each in _holding(opened, outcome)),
        questions=forms.questions_among(service, fields, dict(noted or {}), opened.facts, asking),
        consequences=tuple(text_of(service, f"consequences.{each.code}").filled(**each.words) for each in following),
        paper=_papers(service, outcome),
    )


def _consequences(opened: Opened, said: Answers) -> tuple[Consequence, ...]:
    """What follows, in the service's words; nothing where the registers would refuse it by now, as the decision then says itself."""
    told = opened.service.consequences
    try:
        return told(opened.facts, said) if told is not None else ()
    except Refusal:
        return ()


def _papers(service: Service[Any], outcome: Any) -> Text | None:
    """The titles of what an outcome issues."""
    titles = [
        text_of(service, f"papers.{paper.code}.title") for paper in (outcome.papers if outcome is not None else ())
    ]
    if not titles:
        return None
    return Text.of({language: ", ".join(title.in_(language) for title in titles) for language in LANGUAGES})
