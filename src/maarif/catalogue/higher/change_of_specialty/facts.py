"""What the service reads: the present studies, the open window, what was asked in it, and the programmes that can be moved to."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from maarif.catalogue.certificates import words
from maarif.catalogue.places import programmes as places
from maarif.catalogue.places.programmes import REGISTERED, Target, Targets, course_of, targets_of
from maarif.catalogue.students import studying, terms
from maarif.catalogue.students.studying import Student
from maarif.engine.cases import queries as cases
from maarif.engine.declare import Answers, Asking, Option, Search, Seat
from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.enrolments.types import EnrolmentCard
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ProgrammeCard

SERVICE = "higher.change_of_specialty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Student):
    """A student, when the open window closes (None: none is), how often they have asked in it, and the programmes."""

    open_until: datetime | None
    asked: int = 0
    targets: Targets = REGISTERED

    @property
    def now(self) -> EnrolmentCard | None:
        """The studies that go on, the newest first."""
        return next(iter(studying.active(self)), None)


def of_case(asking: Asking) -> Facts:
    """The facts of one student at this moment."""
    student = studying.read(asking)
    window = terms.open_window(student.rules.change, asking.country, clock.now())
    return Facts(
        holder=student.holder,
        here=student.here,
        elsewhere=student.elsewhere,
        abroad=student.abroad,
        rules=student.rules,
        open_until=None if window is None else window.closes,
        asked=0 if window is None else len(cases.past_of(asking.subject, SERVICE, window.opened)),
        targets=Targets(on=studying.year_of(asking)),
    )


name = studying.name
birth_date = studying.birth_date


def present_institution(facts: Facts) -> Text | None:
    """Where the student studies now."""
    return facts.now.institution_name if facts.now is not None else None


def present_programme(facts: Facts) -> Text | None:
    """What the student studies now."""
    return facts.now.programme_name if facts.now is not None else None


def score_needed(facts: Facts) -> tuple[int, Decimal] | None:
    """The year of the student's own admission and the score then, below which a programme's passing score has to lie."""
    now = facts.now
    if not facts.rules.change.passing_score or now is None or now.admission_year is None:
        return None
    return now.admission_year, now.entrance_score or Decimal(0)


def find_programme(facts: Facts, asking: Asking, said: str) -> tuple[Option, ...]:
    """Programmes of the student's level and group whose passing score the student's own score reaches."""
    return _offered(facts, asking, said)


def one_programme(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The programme of this number, when the student may move there."""
    return next(iter(_offered(facts, asking, "", only=places.number_of(value))), None)


programme_search = Search(find=find_programme, one=one_programme)


def _offered(facts: Facts, asking: Asking, said: str, *, only: int | None = None) -> tuple[Option, ...]:
    now = facts.now
    if now is None:
        return ()
    found = programmes.search(
        said,
        country=asking.country,
        kinds=(now.kind,),
        level=now.level,
        group=now.admission_group if facts.rules.change.same_group else None,
        score=score_needed(facts),
        only=only,
    )
    others = [card for card in found if card.id != now.programme]
    return places.offered(
        targets_of(others, facts.targets.on), course(facts), lambda each: _said(each.programme, now.admission_year or 0)
    )


def _said(card: ProgrammeCard, year: int) -> tuple[Text, ...]:
    """The programme in a line, with the passing score of the year of the student's admission where it is known."""
    score = card.passing_scores.get(year)
    told = () if score is None else (words.say("line", "passing_score").filled(score=f"{score.normalize():f}"),)
    return (*words.of_programme(card), *told)


def course(facts: Facts) -> int | None:
    """The student's year of study; None where the register knows neither semester nor year."""
    now = facts.now
    if now is None:
        return None
    return now.grade if now.semester is None else course_of(now.semester)


def target(facts: Facts, answers: Answers) -> Target | None:
    """Where the student wants to go; None when the register has no such programme any more."""
    return facts.targets.of(str(answers["programme"])) if answers.get("programme") else None


def receiving(facts: Facts, answers: Answers) -> Seat:
    """The institution that the student wants to go to."""
    wanted = target(facts, answers)
    return Seat(institution=None if wanted is None else wanted.programme.institution)


def leaving(facts: Facts, answers: Answers) -> Seat:
    """The institution that the student leaves."""
    return Seat(institution=None if facts.now is None else facts.now.institution)
