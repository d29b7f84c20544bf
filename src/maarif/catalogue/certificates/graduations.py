"""Completed studies: what the register says was finished and when, the rules over it, the choice, the lines of a paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import people, words
from maarif.catalogue.certificates.studies import by_programme, joined
from maarif.engine.declare import Asking, Filled, Granted, Option
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import CURRENT, EnrolmentCard, Status
from maarif.registries.people.types import PersonCard
from maarif.registries.programmes.types import ProgrammeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Graduations:
    """What somebody has finished: `completed` here or abroad as the service is about, `current` what still goes on there."""

    holder: PersonCard | None
    on: date
    completed: tuple[EnrolmentCard, ...]
    current: tuple[EnrolmentCard, ...] = ()


def read(asking: Asking, kinds: Iterable[ProgrammeKind], *, abroad: bool = False) -> Graduations:
    """The subject's studies of these kinds, at home or abroad, sorted into finished and current."""
    wanted = frozenset(kinds)
    found = tuple(
        each
        for each in enrolments.of_person(asking.subject, include_ended=True)
        if each.kind in wanted and (each.institution_country.lower() != asking.country) is abroad
    )
    return Graduations(
        holder=people.holder_of(asking),
        on=asking.on,
        completed=tuple(each for each in found if each.status is Status.COMPLETED),
        current=tuple(each for each in found if each.status in CURRENT),
    )


# --- rules ------------------------------------------------------------------------------------------------------


def studied(facts: Graduations) -> bool:
    """The register knows of studies of this kind at all, finished or not."""
    return bool(facts.completed or facts.current)


def finished(facts: Graduations) -> bool:
    """Not only studies that still go on."""
    return bool(facts.completed) or not facts.current


def earlier_year(facts: Graduations) -> bool:
    """Of what was finished at least one in a calendar year before this one: this year's graduates get it with the diploma."""
    return not facts.completed or bool(earlier(facts))


def diploma_recorded(facts: Graduations) -> bool:
    """Of what was finished in earlier years at least one has its diploma's number in the register."""
    return not earlier(facts) or bool(provable(facts))


def under_programme(facts: Graduations) -> bool:
    """Of what was finished abroad at least one was paid by the State Programme."""
    return not facts.completed or bool(by_programme(facts.completed))


def earlier(facts: Graduations) -> tuple[EnrolmentCard, ...]:
    """Finished in a calendar year before this one."""
    return tuple(each for each in facts.completed if (day := day_of(each)) is not None and day.year < facts.on.year)


def provable(facts: Graduations) -> tuple[EnrolmentCard, ...]:
    """Finished in an earlier year, with the number of the diploma."""
    return tuple(each for each in earlier(facts) if each.document_number)


def day_of(card: EnrolmentCard) -> date | None:
    """The day of graduation: the order's, else the last day of the studies."""
    return card.graduated_on or card.until


# --- choices and papers -----------------------------------------------------------------------------------------


def on_offer(facts: Graduations, asking: Asking) -> tuple[Option, ...]:
    """Studies finished in earlier years that a certificate can be about."""
    return tuple(option(each) for each in provable(facts))


def abroad_on_offer(facts: Graduations, asking: Asking) -> tuple[Option, ...]:
    """Studies finished abroad under the State Programme."""
    return tuple(option(each) for each in by_programme(facts.completed))


def option(card: EnrolmentCard) -> Option:
    """Finished studies to pick: the institution, then level, programme and day of graduation."""
    day = day_of(card)
    said = [words.level(card.kind), *([card.programme_name] if card.programme_name else [])]
    if day is not None:
        said.append(words.say("line", "finished").filled(day=day_in_words(day)))
    return Option(value=str(card.id), label=card.institution_name, hint=joined(said))


def lines(card: EnrolmentCard, answers: Mapping[str, object]) -> dict[str, Text | date | str | None]:
    """Every line that a paper about finished studies may print; the declaration says which it does."""
    return {
        "institution": card.institution_name,
        "country": words.country(card.institution_country),
        "level": words.level(card.kind),
        "programme": card.programme_name,
        "form": words.form(card.form),
        "since": card.since,
        "graduated_on": day_of(card),
        "qualification": card.qualification,
        "diploma_number": card.document_number or None,
        "presented_to": people.presented_to(answers.get("presented_to")),
    }


def filled(
    granted: Granted[Graduations],
    card: EnrolmentCard,
    wanted: tuple[str, ...],
    *,
    issuer: Text,
    institution: int | None,
) -> Filled:
    """A paper about one completed course of study, with the lines that the declaration wants."""
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
