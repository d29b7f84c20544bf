"""What the service reads: the stage that is over, what the promotion kept, the rules and the open window, the places to go to."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from maarif.catalogue.certificates import people, studies, words
from maarif.catalogue.places import programmes as places
from maarif.catalogue.places import schools
from maarif.catalogue.places.programmes import Target, Targets, targets_of
from maarif.catalogue.places.queue import NOTHING_BESIDE, Beside
from maarif.catalogue.places.schools import Names, Sought
from maarif.engine.declare import Answers, Asking, Matter, Office, Option, Search, Seat
from maarif.kernel import clock
from maarif.kernel.countries import country as country_of
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import AfterYear, EnrolmentCard, PromotionRules, Status
from maarif.registries.people.types import PersonCard
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.sectors.transfers import queries as transfers
from maarif.sectors.transfers.types import Transfers, Wanted

SCHOOL, PROFESSION = "school", "profession"
TRANSFER: Final = "school.transfer"
#: Where a stage is: what comes before, and what may follow it.
_STAGES: Final = (ProgrammeKind.PRESCHOOL, ProgrammeKind.GENERAL, ProgrammeKind.COLLEGE, ProgrammeKind.VOCATIONAL)
_PROFESSIONS: Final = (ProgrammeKind.COLLEGE, ProgrammeKind.VOCATIONAL)
_A_YEAR: Final = timedelta(days=365)
#: The year of study that one enters after school.
FIRST_YEAR: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The child, the stage that ends, the rules, when the open window closes (None: none is).

    `kept` is what the promotion opened where the child was, for the next year; `begins` the first day there can be elsewhere,
    `ahead` says that it is still to come, `over` that the school year before it is. `ready_by` is the last birthday of those who
    are old enough for school, `taught` the languages that a child who comes from a kindergarten chooses from, `prepared` the codes
    of the programmes that kindergartens have recorded; `moving` says whether an application for a transfer waits, `repeats` that the
    child does the year once more, `territory` that a school takes only children of its own territory now.
    """

    holder: PersonCard | None
    before: EnrolmentCard | None
    kept: EnrolmentCard | None = None
    law: PromotionRules
    rules: Transfers
    begins: date
    open_until: datetime | None
    taught: tuple[str, ...]
    abroad: bool = False
    ahead: bool = True
    over: bool = True
    prepared: frozenset[str] = frozenset()
    moving: Beside = NOTHING_BESIDE
    repeats: bool = False
    territory: bool = False
    names: Names = schools.REGISTERED
    targets: Targets = places.REGISTERED

    @property
    def grade(self) -> int | None:
        """The grade that is entered; None when no stage ends."""
        if self.before is None:
            return None
        born = None if self.holder is None else self.holder.birth_date
        return entered(self.before, self.rules, born, self.begins, self.prepared)

    @property
    def ready_by(self) -> date:
        """Whoever was born on this day or before is old enough for school."""
        year = self.begins.year - self.law.school_age
        return date(year, 12, 31) if self.rules.by_calendar_year else self.begins.replace(year=year)

    @property
    def there(self) -> EnrolmentCard | None:
        """On whose list the child still stands: where it was kept, or where the stage has not ended yet."""
        if self.kept is not None:
            return self.kept
        return self.before if self.before is not None and self.before.until is None else None


def of_case(asking: Asking) -> Facts:
    """The facts of one child today."""
    law = enrolments.school_year(asking.country, asking.on)
    begins, now = law.next_first_day(asking.on), clock.now()
    decided = enrolments.with_after_year(asking.subject, begins.year)
    cards = tuple(card for card, _ in decided)
    before, kept = stage_over(cards, law, begins)
    holder = people.holder_of(asking)
    rules, prepared = transfers.stages_of(asking.country, asking.on), recorded(cards)
    born = None if holder is None else holder.birth_date
    grade = None if before is None else entered(before, rules, born, begins, prepared)
    return Facts(
        holder=holder,
        before=before,
        kept=kept,
        law=law,
        rules=rules,
        begins=begins,
        ahead=begins > asking.on,
        over=asking.on > law.ended(begins),
        open_until=None if grade is None else transfers.stage_open_until(asking.country, grade, now),
        taught=country_of(asking.country).languages,
        prepared=prepared,
        abroad=before is not None and before.institution_country.lower() != asking.country,
        moving=Beside(child=asking.subject, service=TRANSFER),
        repeats=kept is None and (before, AfterYear.REPEAT) in decided,
        territory=grade is not None and transfers.in_territory(asking.country, grade, now),
        targets=Targets(on=begins),
    )


def entered(before: EnrolmentCard, rules: Transfers, born: date | None, begins: date, prepared: Collection[str]) -> int:
    """The grade after a stage: after the kindergarten the first, or the one that the country's rules say."""
    if before.kind is not ProgrammeKind.PRESCHOOL:
        return (before.grade or 0) + 1
    return transfers.first_grade(rules, None if born is None else begins.year - born.year, prepared)


def recorded(cards: tuple[EnrolmentCard, ...]) -> frozenset[str]:
    """The codes of the programmes in which kindergartens have had a child, to the end or still."""
    counted = (Status.ACTIVE, Status.COMPLETED)
    return frozenset(
        card.programme_code for card in cards if card.kind is ProgrammeKind.PRESCHOOL and card.status in counted
    )


def stage_over(
    cards: tuple[EnrolmentCard, ...], law: PromotionRules, begins: date
) -> tuple[EnrolmentCard | None, EnrolmentCard | None]:
    """Of somebody's enrolments, the newest first: the one that ends (or has ended) with a stage, and what the promotion kept after it.

    Nothing when the newest is in the middle of a stage, has ended otherwise or long ago, or has gone on elsewhere already.
    """
    rest = [card for card in cards if card.kind in _STAGES]
    kept = next(iter(rest[:1]), None)
    if kept is not None and kept.since == begins and kept.continues is not None:
        before = next((card for card in rest[1:] if card.id == kept.continues), None)
        if before is not None and before.institution == kept.institution and _ends_stage(before, law):
            return before, kept
        return None, None
    before = kept
    return (
        (before, None) if before is not None and _ends_stage(before, law) and _lately(before, begins) else (None, None)
    )


def _ends_stage(card: EnrolmentCard, law: PromotionRules) -> bool:
    if card.kind is ProgrammeKind.PRESCHOOL:
        return True
    return card.kind is ProgrammeKind.GENERAL and any(stage.grade == card.grade for stage in law.stage)


def _lately(card: EnrolmentCard, begins: date) -> bool:
    if card.until is None:
        return card.since < begins
    return card.status is Status.COMPLETED and card.until >= begins - _A_YEAR


name = people.name
birth_date = people.birth_date


def present_place(facts: Facts) -> Text | None:
    """Where the stage was."""
    return facts.before.institution_name if facts.before is not None else None


def next_grade(facts: Facts) -> str | None:
    """The grade that is entered, at a school."""
    return None if facts.grade is None else str(facts.grade)


def ways(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """Where one can go: to a school, and after a stage that ends with a document to a profession too."""
    before = facts.before
    if before is None:
        return ()
    document = any(stage.document and stage.grade == before.grade for stage in facts.law.stage)
    codes = (SCHOOL, PROFESSION) if document else (SCHOOL,)
    return tuple(Option(value=code, label=words.say("way", code)) for code in codes)


# --- schools ----------------------------------------------------------------------------------------------------


def find_school(facts: Facts, asking: Asking, said: str) -> tuple[Option, ...]:
    """Schools and the language taught there, those with free places first; not where the child is already."""
    found = [_in_language(option, sought.language) for sought in _sought(facts) for option in sought.find(asking, said)]
    return tuple(found)


def one_school(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The school and language of this value, when the child may go there."""
    school, _, language = value.partition("-")
    for sought in _sought(facts):
        if sought.language == language:
            option = sought.one(asking, school)
            return None if option is None else _in_language(option, language)
    return None


school_search = Search(find=find_school, one=one_school)


def _sought(facts: Facts) -> Iterator[Sought]:
    """A place for each language: the one taught so far, or after the kindergarten any of the country."""
    before = facts.before
    if before is None:
        return
    free_to_choose = before.kind is ProgrammeKind.PRESCHOOL or not before.language
    without = () if before.kind is ProgrammeKind.PRESCHOOL else (before.institution,)
    for language in facts.taught if free_to_choose else (before.language,):
        yield Sought(grade=facts.grade, language=language, on=facts.begins, without=without)


def _in_language(option: Option, language: str) -> Option:
    named = words.language(language)
    label = option.label if named is None else studies.joined([option.label, named])
    return Option(value=f"{option.value}-{language}", label=label or option.label, hint=option.hint)


def wanted(facts: Facts, answers: Answers) -> Wanted | None:
    """The place that was chosen: in a grade of a school, or in the first year of a programme; None where none is known any more."""
    begins = facts.begins if facts.ahead else None
    if answers.get("way") == SCHOOL and facts.grade is not None:
        school, _, language = str(answers["school"]).partition("-")
        return Wanted(school=int(school), grade=facts.grade, language=language, begins=begins)
    profession = target(facts, answers)
    if profession is None:
        return None
    card = profession.programme
    return Wanted(school=card.institution, grade=FIRST_YEAR, language=card.language, programme=card.id, begins=begins)


# --- professions ------------------------------------------------------------------------------------------------


def find_programme(facts: Facts, asking: Asking, said: str) -> tuple[Option, ...]:
    """Programmes of colleges and vocational schools, those with a free place first."""
    return _offered(facts, asking, said)


def one_programme(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The programme of this number, when it is open."""
    return next(iter(_offered(facts, asking, "", only=places.number_of(value))), None)


programme_search = Search(find=find_programme, one=one_programme)


def _offered(facts: Facts, asking: Asking, said: str, *, only: int | None = None) -> tuple[Option, ...]:
    found = programmes.search(said, country=asking.country, kinds=_PROFESSIONS, only=only)
    shown = targets_of(found, facts.targets.on)
    return places.offered(shown, FIRST_YEAR, lambda each: words.of_programme(each.programme))


def target(facts: Facts, answers: Answers) -> Target | None:
    """The programme that was chosen; None for a school."""
    return facts.targets.of(str(answers["programme"])) if answers.get("way") == PROFESSION else None


# --- offices ----------------------------------------------------------------------------------------------------


def receiving(facts: Facts, answers: Answers) -> Seat:
    """The school, college or vocational school that the child wants to go to."""
    place = wanted(facts, answers)
    if place is None or place.programme is not None:
        return Seat(institution=None if place is None else place.school, office=Office.INSTITUTION)
    return Seat(institution=place.school)


def leaving(facts: Facts, answers: Answers) -> Seat:
    """Where the child still stands on the list."""
    return Seat(institution=None if facts.there is None else facts.there.institution)


def receiving_days(facts: Facts, answers: Answers) -> int:
    """The receiving side's term by the country's rules."""
    return facts.rules.receiving_days


def leaving_days(facts: Facts, answers: Answers) -> int:
    """The leaving side's term by the country's rules."""
    return facts.rules.leaving_days


def matters(country: str, on: date) -> tuple[Matter[Facts], ...]:
    """Every change of stage has the terms of the country's rules."""
    law = enrolments.school_year(country, on)
    facts = Facts(
        holder=None,
        before=None,
        law=law,
        rules=transfers.stages_of(country, on),
        begins=law.next_first_day(on),
        open_until=None,
        taught=(),
    )
    return (Matter(code="change", facts=facts, answers={}),)


def window_closes(facts: Facts, answers: Answers) -> datetime | None:
    """When the window closes in which the request was made: what is open then is cancelled."""
    return facts.open_until
