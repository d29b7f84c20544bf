"""What the service reads: who writes, what they have written before, the institutions and the answers published already."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from maarif.catalogue.certificates import people
from maarif.catalogue.places import institutions
from maarif.engine.cases import queries as cases
from maarif.engine.cases.queries import PastCase
from maarif.engine.declare import Answers, Asking, Option
from maarif.kernel.countries import country, regions
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people.types import PersonCard
from maarif.sectors.appeals import queries as appeals
from maarif.sectors.appeals.queries import InRegister
from maarif.sectors.appeals.types import AnswerCard, AppealRules, Matter, Place, Places

KINDS: Final = (
    InstitutionKind.SCHOOL,
    InstitutionKind.KINDERGARTEN,
    InstitutionKind.OUT_OF_SCHOOL,
    InstitutionKind.VOCATIONAL,
    InstitutionKind.COLLEGE,
    InstitutionKind.HEI,
)
SERVICE: Final = "citizens.appeal"
REGISTER: Final = InRegister()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """The applicant, the appeals of the last year (`own` is the number of this one, once sent), and where institutions are looked up."""

    holder: PersonCard | None
    country: str
    on: date
    earlier: tuple[PastCase, ...] = ()
    own: str = ""
    places: Places = REGISTER

    @property
    def rules(self) -> AppealRules:
        """The rules in force on the day of the asking."""
        return appeals.rules_of(self.country, self.on)


def of_case(asking: Asking) -> Appeal:
    """Who asks and what they have asked within the time that repeats are counted in."""
    rules = appeals.rules_of(asking.country, asking.on)
    zone = ZoneInfo(country(asking.country).time_zone)
    since = datetime.combine(asking.on - timedelta(days=rules.repeats_days), datetime.min.time(), zone)
    return Appeal(
        holder=people.holder_of(asking),
        country=asking.country,
        on=asking.on,
        earlier=cases.past_of(asking.subject, SERVICE, since),
        own=asking.actor.case or "",
    )


def matters(facts: Appeal, asking: Asking) -> tuple[Option, ...]:
    """Proposal, application, complaint."""
    return tuple(Option(value=each.value, label=_MATTERS[each]) for each in Matter)


def categories(facts: Appeal, asking: Asking) -> tuple[Option, ...]:
    """The categories of the country's rules; one that lies in another says so in its second line."""
    rules = appeals.rules_of(asking.country, asking.on)
    parents = {each.code: each.name for each in rules.categories}
    return tuple(
        Option(value=each.code, label=each.name, hint=parents.get(each.parent or "")) for each in rules.categories
    )


def home_regions(facts: Appeal, asking: Asking) -> tuple[Option, ...]:
    """The regions of the country."""
    return tuple(Option(value=each.code, label=each.name) for each in regions(asking.country))


def own_region(facts: Appeal, asking: Asking) -> str | None:
    """Where the applicant lives, by the register of persons."""
    home = facts.holder.region_code if facts.holder is not None else None
    return home if home in {each.code for each in regions(asking.country)} else None


def find_place(facts: Appeal, asking: Asking, words: str) -> tuple[Option, ...]:
    """Institutions with these words."""
    return institutions.found(asking, words, kinds=KINDS)


def one_place(facts: Appeal, asking: Asking, value: str) -> Option | None:
    """The institution of this number."""
    return institutions.one(asking, value, kinds=KINDS)


def find_answer(facts: Appeal, asking: Asking, words: str) -> tuple[Option, ...]:
    """Published answers in the reader's language that have these words, the latest before anything was typed."""
    found = appeals.similar(country=asking.country, language=asking.language.value, words=words)
    return tuple(_option(card) for card in found)


def one_answer(facts: Appeal, asking: Asking, value: str) -> Option | None:
    """The published answer of this number."""
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(2**62))):
        return None
    card = appeals.published(country=asking.country, answer=int(value))
    return None if card is None else _option(card)


def _option(card: AnswerCard) -> Option:
    return Option(value=str(card.id), label=Text.same(card.question), hint=Text.same(card.answer))


def place(facts: Appeal, answers: Answers) -> Place | None:
    """The institution that the appeal is about, None when it names none."""
    named = answers.get("place")
    return facts.places.of(int(str(named))) if named else None


def name(facts: Appeal) -> str | None:
    """The full name of the applicant."""
    return people.name(facts)


def matter_name(code: object) -> Text:
    """A kind of appeal in words."""
    return _MATTERS[Matter(str(code))]


def category_name(facts: Appeal, code: object) -> Text:
    """A category in words."""
    found = facts.rules.category(str(code))
    return found.name if found is not None else Text.same(str(code))


def joined(numbers: tuple[str, ...]) -> Text:
    """Numbers in a row."""
    return Text.of(dict.fromkeys(LANGUAGES, ", ".join(numbers)))


_MATTERS: Final = {
    Matter.PROPOSAL: Text(az="Təklif", ru="Предложение", kk="Ұсыныс", ky="Сунуш", en="Proposal"),
    Matter.APPLICATION: Text(az="Ərizə", ru="Заявление", kk="Арыз", ky="Арыз", en="Application"),
    Matter.COMPLAINT: Text(az="Şikayət", ru="Жалоба", kk="Шағым", ky="Даттануу", en="Complaint"),
}
