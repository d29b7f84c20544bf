"""Current studies: what the register of enrolments says today, the rules over it, the choice between several, the lines of a paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import people, words
from maarif.engine.declare import Asking, Filled, Granted, Option
from maarif.engine.forms import day_in_words, language_options
from maarif.kernel.countries import country
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import EnrolmentCard, Funding, Status
from maarif.registries.people.types import PersonCard
from maarif.registries.programmes.types import ProgrammeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Studies:
    """What somebody studies today: here (the kinds the service is about), on other levels, and in other countries."""

    holder: PersonCard | None
    here: tuple[EnrolmentCard, ...]
    elsewhere: tuple[EnrolmentCard, ...] = ()
    abroad: tuple[EnrolmentCard, ...] = ()


def read(asking: Asking, kinds: Iterable[ProgrammeKind]) -> Studies:
    """The subject's current enrolments (studying or on leave) sorted by what this service is about."""
    wanted = frozenset(kinds)
    current = tuple(each for each in enrolments.of_person(asking.subject) if each.since <= asking.on)
    at_home = tuple(each for each in current if each.institution_country.lower() == asking.country)
    return Studies(
        holder=people.holder_of(asking),
        here=tuple(each for each in at_home if each.kind in wanted),
        elsewhere=tuple(each for each in at_home if each.kind not in wanted),
        abroad=tuple(each for each in current if each.institution_country.lower() != asking.country),
    )


# --- rules ------------------------------------------------------------------------------------------------------


def studies_now(facts: Studies) -> bool:
    """The register shows some study today, anywhere."""
    return bool(facts.here or facts.elsewhere or facts.abroad)


def at_this_level(facts: Studies) -> bool:
    """Not only on another level of education."""
    return bool(facts.here) or not facts.elsewhere


def in_this_country(facts: Studies) -> bool:
    """Not only in another country."""
    return bool(facts.here) or not facts.abroad


def not_on_leave(facts: Studies) -> bool:
    """At least one of the studies is not interrupted by a leave."""
    return not facts.here or bool(active(facts.here))


def studies_abroad(facts: Studies) -> bool:
    """The register shows studies in another country."""
    return bool(facts.abroad)


def under_programme(facts: Studies) -> bool:
    """Of the studies abroad at least one is paid by the State Programme."""
    return not facts.abroad or bool(by_programme(facts.abroad))


def abroad_not_on_leave(facts: Studies) -> bool:
    """At least one of the Programme's studies is not interrupted by a leave."""
    return not by_programme(facts.abroad) or bool(active(by_programme(facts.abroad)))


def active(cards: tuple[EnrolmentCard, ...]) -> tuple[EnrolmentCard, ...]:
    """Those who study, not those on leave."""
    return tuple(each for each in cards if each.status is Status.ACTIVE)


def by_programme(cards: tuple[EnrolmentCard, ...]) -> tuple[EnrolmentCard, ...]:
    """Studies that the State Programme pays for."""
    return tuple(each for each in cards if each.funding is Funding.STATE_PROGRAMME)


# --- choices ----------------------------------------------------------------------------------------------------


def on_offer(facts: Studies, asking: Asking) -> tuple[Option, ...]:
    """The studies here that a certificate can be about."""
    return tuple(option(each) for each in active(facts.here))


def abroad_on_offer(facts: Studies, asking: Asking) -> tuple[Option, ...]:
    """The studies abroad that a certificate can be about."""
    return tuple(option(each) for each in active(by_programme(facts.abroad)))


def option(card: EnrolmentCard) -> Option:
    """One place of study to pick: the institution, then level, programme and beginning."""
    hint = [words.level(card.kind), *([card.programme_name] if card.programme_name else [])]
    since = words.say("line", "since").filled(day=day_in_words(card.since))
    return Option(value=str(card.id), label=card.institution_name, hint=joined([*hint, since]))


def joined(texts: list[Text]) -> Text:
    """Several texts as one line of each language."""
    return Text.of({language: ", ".join(each.in_(language) for each in texts) for language in LANGUAGES})


def paper_languages(facts: object, asking: Asking) -> tuple[Option, ...]:
    """The languages that papers of the country are in, the official one first."""
    return language_options(country(asking.country).languages)


def reader_language(facts: object, asking: Asking) -> str:
    """The language that the form begins with: the reader's own where papers have it, else the official one."""
    served = country(asking.country)
    return asking.language.value if asking.language.value in served.languages else served.default_language


# --- papers -----------------------------------------------------------------------------------------------------


def chosen(cards: tuple[EnrolmentCard, ...], answer: object) -> EnrolmentCard:
    """The place of study that was picked (or the only one)."""
    return next(each for each in cards if str(each.id) == answer)


def lines(card: EnrolmentCard, answers: Mapping[str, object]) -> dict[str, Text | date | str | None]:
    """Every line that a paper about current studies may print; the declaration says which it does."""
    return {
        "institution": card.institution_name,
        "country": words.country(card.institution_country),
        "level": words.level(card.kind),
        "programme": card.programme_name,
        "grade": card.class_name or (str(card.grade) if card.grade is not None else None),
        "form": words.form(card.form),
        "teaching_language": words.language(card.language),
        "funding": words.funding(card.funding),
        "since": card.since,
        "until": card.expected_end,
        "presented_to": people.presented_to(answers.get("presented_to")),
    }


def filled(
    granted: Granted[Studies], card: EnrolmentCard, wanted: tuple[str, ...], *, issuer: Text, institution: int | None
) -> Filled:
    """A paper about one place of study, with the lines that the declaration wants."""
    party, name, born = people.identity(granted.facts)
    said = lines(card, granted.answers)
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=issuer,
        institution=institution,
        chosen_language=str(granted.answers["paper_language"]),
        facts={code: said[code] for code in wanted},
    )
