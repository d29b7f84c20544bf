"""The sheets of a case as the desk tells them: turns, proposals, requests, talk, signatures, the history with names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from maarif.engine.cases import drafts, naming
from maarif.engine.cases.models import Case
from maarif.engine.cases.naming import Known
from maarif.engine.cases.sheets import Row, Sheets, at, day, moment
from maarif.engine.cases.types import INTERNAL, EventKind, RequestKind, TurnKind
from maarif.engine.cases.types.desk import Happening, Proposal, RequestCard, Said, SignatureCard, TurnCard
from maarif.engine.decisions import Reason, ground_of
from maarif.engine.declare import Field, Office, Option, Service
from maarif.engine.forms import in_words
from maarif.engine.registry import has_text, text_of, word
from maarif.kernel.countries import country, region
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.support.access.types import ScopeKind
from maarif.support.files import queries as files
from maarif.support.files.types import FileRef

Names = Mapping[int, str]
Offers = Callable[[Field[Any], object], tuple[Option, ...]]
"""What could be picked in a stage's question, given what was."""
#: What an event says besides its words, by the key in its detail.
_WHY: Final = ("why", "text")


def known_in(case: Case, kept: Sheets, colleagues: Iterable[int]) -> Known:
    """Everybody who had a hand in the case, or could get it in hand, in one statement."""
    parties: set[int | None] = set(colleagues)
    parties |= {case.party_id, case.subject_id, case.entered_by}
    for turn in kept.turns:
        parties |= {turn["claimed_by_id"], turn["closed_by"], turn["proposed_by"]}
    for event in kept.events:
        parties |= {event["party"], event["detail"].get("to") if event["kind"] == EventKind.ASSIGNED else None}
    parties |= {row["asked_by"] for row in kept.requests}
    parties |= {row["author"] for row in (*kept.messages, *kept.notes)}
    parties |= {row[key] for row in kept.signatures for key in ("party_id", "signed_by")}
    return naming.known(each for each in parties if isinstance(each, int) and each)


def places_in(kept: Sheets) -> Mapping[int, Text]:
    """The names of the institutions where turns sit or signatures are awaited."""
    scopes = {int(turn["scope"]) for turn in kept.turns if turn["scope_kind"] == ScopeKind.INSTITUTION.value}
    scopes |= {row["institution_id"] for row in kept.signatures if row["institution_id"] is not None}
    return {party: card.name for party, card in institutions.cards(scopes).items()}


def turn_card(service: Service[Any], row: Row, names: Names, places: Mapping[int, Text], offers: Offers) -> TurnCard:
    """An office's turn."""
    opinion = row["kind"] == TurnKind.OPINION.value
    return TurnCard(
        id=row["id"],
        office=Office(row["office"]),
        place=_place(row, places),
        stage=text_of(service, f"opinions.{row['opinion']}" if opinion else f"stages.{row['stage']}"),
        opinion=row["opinion"],
        needed=row["needed"],
        asked=row["note"] if opinion else "",
        opened_at=at(row["opened_at"]),
        due=day(row["due"]),
        paused=row["paused_at"] is not None,
        claimed_by=row["claimed_by_id"],
        claimed_name=names.get(row["claimed_by_id"] or 0, ""),
        claimed_at=moment(row["claimed_at"]),
        closed_at=moment(row["closed_at"]),
        closed_name=names.get(row["closed_by"] or 0, ""),
        result=row["result"],
        result_words=_result(service, row["result"]),
        text=str(row["noted"].get("text", "")) if opinion else "",
        noted=() if opinion else noted_in_words(service, row["noted"], offers),
    )


def noted_in_words(service: Service[Any], kept: Mapping[str, object], offers: Offers) -> tuple[tuple[Text, Text], ...]:
    """What an officer has written into a stage's questions, with their labels; what was picked by its name."""
    typed = drafts.noted(service, kept)
    found = ((service.noted(code), value) for code, value in typed.items())
    return tuple(
        (text_of(service, f"fields.{field.code}.label"), in_words(field, value, offers(field, value)))
        for field, value in found
        if field is not None
    )


def proposal(service: Service[Any], case: Case, row: Row | None, names: Names, offers: Offers) -> Proposal | None:
    """What the first of two officers proposes for the open turn."""
    if row is None or row["proposal"] is None:
        return None
    kept = row["proposal"]
    way = _result(service, kept["to"])
    return Proposal(
        way=way if way is not None else Text.same(kept["to"]),
        by=row["proposed_by"],
        by_name=names.get(row["proposed_by"] or 0, ""),
        at=at(row["proposed_at"]),
        grounds=grounds_of(service, case, kept["grounds"]),
        note=kept["note"],
        noted=noted_in_words(service, kept["noted"], offers),
    )


def grounds_of(service: Service[Any], case: Case, codes: Sequence[str]) -> tuple[Reason, ...]:
    """Grounds with their words and law."""
    on = case.submitted_at.date() if case.submitted_at is not None else case.started_at.date()
    found = (service.ground(code) for code in codes)
    return tuple(ground_of(service, ground, case.country, on) for ground in found if ground is not None)


def files_in(kept: Sheets) -> dict[str, FileRef]:
    """The files that something asked, answered or said names, by public id."""
    asked = (value for row in kept.requests for value in (*row["before"].values(), *row["after"].values()))
    corrected = (str(each) for value in asked if isinstance(value, list) for each in value)
    return files.refs({*(each for row in (*kept.requests, *kept.messages) for each in row["files"]), *corrected})


def request_told(service: Service[Any], row: Row, names: Names, sent_in: Mapping[str, FileRef]) -> RequestCard:
    """What was asked of the applicant and what came back, files by their names."""
    labels = {code: _label(service, code) for code in (*row["fields"], *row["after"])}
    return RequestCard(
        kind=RequestKind(row["kind"]),
        text=row["text"],
        fields=tuple(labels[code] for code in row["fields"]),
        asked_name=names.get(row["asked_by"], ""),
        asked_at=at(row["asked_at"]),
        answer_by=day(row["answer_by"]) or at(row["asked_at"]).date(),
        answer=row["answer"],
        files=tuple(sent_in[each] for each in row["files"] if each in sent_in),
        changes=tuple(
            (labels[code], _plain(row["before"].get(code), sent_in), _plain(row["after"][code], sent_in))
            for code in row["after"]
        ),
        answered_at=moment(row["answered_at"]),
        lapsed_at=moment(row["lapsed_at"]),
    )


def said(row: Row, names: Names, sent_in: Mapping[str, FileRef]) -> Said:
    """A message with its files, or a note of the office."""
    return Said(
        at=at(row["at"]),
        name=names.get(row["author"], ""),
        from_office=row.get("from_office", True),
        text=row["text"],
        files=tuple(sent_in[each] for each in row.get("files", ()) if each in sent_in),
    )


def signature_card(service: Service[Any], row: Row, names: Names, places: Mapping[int, Text]) -> SignatureCard:
    """A signature beside the applicant's, given or awaited."""
    party = row["signed_by"] or row["party_id"]
    place = places.get(row["institution_id"] or 0)
    return SignatureCard(
        words=text_of(service, f"cosigners.{row['code']}"),
        name=names.get(party, "") if party else (place.az if place is not None else ""),
        signed_at=moment(row["signed_at"]),
        refused_at=moment(row["refused_at"]),
        sign_by=day(row["sign_by"]) or at(row["signed_at"]).date(),
    )


def happening(service: Service[Any], row: Row, names: Names) -> Happening:
    """One line of the history: what, who, and what the line says besides."""
    kind, detail = EventKind(row["kind"]), row["detail"]
    words = word("event", kind)
    if kind is EventKind.DECIDED and has_text(service, f"outcomes.{detail.get('outcome')}.title"):
        words = text_of(service, f"outcomes.{detail['outcome']}.title")
    more = next((str(detail[key]) for key in _WHY if detail.get(key)), "")
    if kind is EventKind.ASSIGNED:
        more = names.get(detail.get("to", 0), "")
    return Happening(
        at=at(row["at"]),
        kind=kind,
        words=words,
        who=names.get(row["party"] or 0, ""),
        internal=kind in INTERNAL,
        detail=more,
    )


def _place(row: Row, places: Mapping[int, Text]) -> Text:
    scope = row["scope"]
    if row["scope_kind"] == ScopeKind.INSTITUTION.value:
        return places.get(int(scope), Text.same(scope))
    if row["scope_kind"] == ScopeKind.REGION.value:
        return region(row["country"], scope).name
    return country(scope).name


def _result(service: Service[Any], code: str) -> Text | None:
    for key in (f"outcomes.{code}.title", f"stages.{code}"):
        if code and has_text(service, key):
            return text_of(service, key)
    return None


def _label(service: Service[Any], code: str) -> Text:
    return text_of(service, f"fields.{code}.label") if service.field(code) is not None else Text.same(code)


def _plain(value: object, sent_in: Mapping[str, FileRef]) -> str:
    """An answer as the row keeps it, files by their names."""
    if isinstance(value, list):
        return ", ".join(sent_in[each].name if each in sent_in else str(each) for each in value)
    return "" if value is None else str(value)
