"""The desk's forms: what was filled in, cleaned, with what is wrong in it. Nothing that was typed is lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from maarif.kernel.names import UncleanText, clean
from maarif.support.documents.queries import reason_text
from maarif.support.documents.types import GIVEN_REASONS
from maarif.surfaces.desk.rules import LONGEST_BASIS, LONGEST_EXPLANATION
from maarif.surfaces.desk.types import Choice, NoteForm, Problem, PurposeForm, RevokeForm, SearchForm
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record.words import PURPOSES

LONGEST: Final = 200


def blank_search() -> SearchForm:
    """The search before it is filled in."""
    return SearchForm(purposes=_purposes())


def blank_purpose() -> PurposeForm:
    """The question why, before it is answered."""
    return PurposeForm(purposes=_purposes())


def search_form(given: Mapping[str, str]) -> SearchForm:
    """A search: a purpose and a basis always, and one of number, name with birth date, document."""
    number, name, document = (_clean(given, field) for field in ("number", "name", "document"))
    typed = given.get("birth_date", "")[:LONGEST]
    born = _date(typed)
    problems = [*_purpose_problems(given), *_search_problems(number, name, document, typed, born)]
    return SearchForm(
        purpose=given.get("purpose", "")[:LONGEST],
        basis=_clean(given, "basis"),
        purposes=_purposes(),
        number=number,
        name=name,
        birth_date=typed,
        document=document,
        born=born,
        errors=tuple(problems),
    )


def purpose_form(given: Mapping[str, str]) -> PurposeForm:
    """The question why, answered."""
    return PurposeForm(
        purpose=given.get("purpose", "")[:LONGEST],
        basis=_clean(given, "basis"),
        purposes=_purposes(),
        errors=tuple(_purpose_problems(given)),
    )


def revoke_form(given: Mapping[str, str] | None = None) -> RevokeForm:
    """A revocation: a reason of the closed list and perhaps a note; ready to be confirmed when the reason is there."""
    reasons = tuple(Choice(code=each.value, label=text(reason_text(each))) for each in GIVEN_REASONS)
    if given is None:
        return RevokeForm(reasons=reasons)
    reason, note = given.get("reason", "")[:LONGEST], _clean(given, "note", LONGEST_EXPLANATION * 4)
    problems = []
    if reason not in GIVEN_REASONS:
        problems.append(Problem(code="reason", text=_("Choose the reason.")))
    if len(note) > LONGEST_EXPLANATION:
        problems.append(Problem(code="note", text=_("Shorten the note to 500 characters.")))
    confirmed = not problems and given.get("confirmed") == "yes"
    return RevokeForm(
        reason=reason, note=note, reasons=reasons, errors=tuple(problems), ready=not problems, confirmed=confirmed
    )


def note_form(given: Mapping[str, str], decisions: Sequence[str] = ()) -> NoteForm:
    """A decision about a pair and its note; without `decisions` the note alone."""
    decision, note = given.get("decision", "")[:LONGEST], _clean(given, "note", LONGEST_EXPLANATION * 4)
    problems = []
    if not 5 <= len(note) <= LONGEST_EXPLANATION:
        problems.append(Problem(code="note", text=_("Explain the decision in 5 to 500 characters.")))
    elif decisions and decision not in decisions:
        problems.append(Problem(code="note", text=_("Choose one of the three buttons.")))
    return NoteForm(decision=decision, note=note, errors=tuple(problems))


def _purposes() -> tuple[Choice, ...]:
    return tuple(Choice(code=code, label=str(label)) for code, label in PURPOSES.items())


def _purpose_problems(given: Mapping[str, str]) -> list[Problem]:
    problems = []
    if given.get("purpose") not in PURPOSES:
        problems.append(Problem(code="purpose", text=_("Choose why you look.")))
    if not 3 <= len(_clean(given, "basis")) <= LONGEST_BASIS:
        text = _("Give the number of the case, letter or request, in 3 to 80 characters.")
        problems.append(Problem(code="basis", text=text))
    return problems


def _search_problems(number: str, name: str, document: str, typed: str, born: date | None) -> list[Problem]:
    ways = [bool(number), bool(name or typed), bool(document)]
    if sum(ways) != 1:
        return [
            Problem(
                code="number",
                text=_("Give a personal number, or a name with a birth date, or the number of a document."),
            )
        ]
    if typed and born is None:
        return [Problem(code="birth_date", text=_("Give the birth date as a real date."))]
    if name and born is None:
        return [Problem(code="birth_date", text=_("Give the birth date too: many people have the same name."))]
    if born is not None and len(name) < 2:
        return [Problem(code="name", text=_("Give the name too."))]
    return []


def _clean(given: Mapping[str, str], field: str, longest: int = LONGEST) -> str:
    """What was typed, without what no register keeps; an unreadable text counts as none."""
    try:
        return clean(given.get(field, "")[:longest])
    except UncleanText:
        return ""


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if len(typed) == len("2000-01-31") else None
    except ValueError:
        return None
