"""The form of an appeal without a name: what was typed, what can be picked, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from maarif.engine.declare import Option
from maarif.kernel import clock
from maarif.kernel.countries import active_country, regions
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionCard, InstitutionKind
from maarif.sectors.appeals import queries
from maarif.sectors.appeals.operations import LONGEST_ANONYMOUS
from maarif.sectors.appeals.types import AppealRules, Letter, Sign, Way
from maarif.surfaces.anonymous.words import SIGN_HINTS, SIGNS, WAYS, say
from maarif.surfaces.frame.environment import language

#: The field that people do not see; whatever is in it was written by a program.
TRAP: Final = "website"
MOST_FOUND: Final = 20
_LONGEST_SEARCH: Final = 100
_MOST_DIGITS: Final = 18
_KINDS: Final = (
    InstitutionKind.SCHOOL,
    InstitutionKind.KINDERGARTEN,
    InstitutionKind.OUT_OF_SCHOOL,
    InstitutionKind.VOCATIONAL,
    InstitutionKind.COLLEGE,
    InstitutionKind.HEI,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to pick, in the reader's language."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was searched for among the institutions, and what it found."""

    words: str = ""
    options: tuple[Option, ...] = ()
    more: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An appeal as it was typed, with what is wrong with it."""

    ticket: str
    sign: str = ""
    category: str = ""
    region: str = ""
    place: str = ""
    text: str = ""
    way: str = ""
    words: str = ""
    trapped: bool = False
    problems: tuple[Problem, ...] = ()

    def problem(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((each for each in self.problems if each.code == code), None)

    def wrong(self, code: str, text: str) -> "Form":
        """The same form with one more problem."""
        return replace(self, problems=(*self.problems, Problem(code=code, text=text)))


def blank() -> Form:
    """An empty form with a ticket of its own."""
    return Form(ticket=queries.new_ticket())


def read(sent: Mapping[str, str], *, desk: bool) -> Form:
    """What a browser sent, with what is missing; an officer also says how the letter came."""
    form = Form(
        ticket=sent.get("ticket", "")[:200],
        sign=sent.get("sign", ""),
        category=sent.get("category", ""),
        region=sent.get("region", ""),
        place=sent.get("place", ""),
        text=printable(sent.get("text", "")),
        way=sent.get("way", ""),
        words=printable(sent.get("find-place", ""))[:_LONGEST_SEARCH],
        trapped=bool(sent.get(TRAP)),
    )
    found = [(code, text) for code, wrong, text in _faults(form, desk=desk) if wrong]
    return replace(form, problems=tuple(Problem(code=code, text=text) for code, text in found))


def printable(written: str) -> str:
    """What somebody wrote, lines kept, without what cannot be printed."""
    return "".join(letter for letter in written if letter.isprintable() or letter == "\n").strip()


def letter_of(form: Form, *, desk: bool) -> Letter:
    """The letter that a form without problems says."""
    return Letter(
        sign=Sign(form.sign),
        category=form.category,
        region=form.region,
        place=int(form.place) if form.place else None,
        text=form.text,
        language=language(),
        way=Way(form.way) if desk else Way.ELECTRONIC,
    )


def _faults(form: Form, *, desk: bool) -> list[tuple[str, bool, str]]:
    """Each thing that may be wrong: the field, whether it is, and what is said then."""
    country = active_country().code
    return [
        ("way", desk and form.way not in WAYS, _("Say how it came")),
        ("sign", form.sign not in set(Sign), _("Say what it tells of")),
        ("category", rules().category(form.category) is None, _("Choose what it is about")),
        ("region", form.region not in {each.code for each in regions(country)}, _("Choose a region")),
        ("place", bool(form.place) and _card(form.place) is None, _("Choose an institution that was found, or none")),
        ("text", not form.text, _("Write what happened")),
        (
            "text",
            len(form.text) > LONGEST_ANONYMOUS,
            _("Write no more than %(most)s letters") % {"most": LONGEST_ANONYMOUS},
        ),
    ]


def rules() -> AppealRules:
    """The rules in force today in the country served."""
    country = active_country()
    return queries.rules_of(country.code, clock.today(country.time_zone))


def signs() -> tuple[Choice, ...]:
    """What an appeal may tell of."""
    return tuple(Choice(value=each.value, label=say(SIGNS, each), hint=say(SIGN_HINTS, each)) for each in Sign)


def ways() -> tuple[Choice, ...]:
    """How a letter without a name reaches an office."""
    return tuple(Choice(value=each, label=say(WAYS, each)) for each in WAYS)


def chosen(form: Form) -> tuple[Option, ...]:
    """The institution that was picked, if any."""
    card = _card(form.place)
    return (_option(card),) if card is not None else ()


def search(form: Form) -> Search:
    """What the words of the search find."""
    if not form.words:
        return Search()
    found = institutions.search(form.words, country=active_country().code, kinds=_KINDS, limit=MOST_FOUND + 1)
    return Search(words=form.words, options=tuple(map(_option, found[:MOST_FOUND])), more=len(found) > MOST_FOUND)


def _card(value: str) -> InstitutionCard | None:
    if not (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS):
        return None
    card = institutions.card(int(value))
    known = card is not None and card.country == active_country().code and card.kind in _KINDS and card.closed is None
    return card if known else None


def _option(card: InstitutionCard) -> Option:
    lines = [card.region_name, Text.same(card.address) if card.address else None]
    shown = next((line for line in lines if line is not None), None)
    return Option(value=str(card.id), label=card.name, hint=shown)
