"""What the service reads: that nothing is studied in the country now, the open window, and the programmes that take somebody."""

from dataclasses import dataclass
from datetime import date, datetime

from maarif.catalogue.certificates import words
from maarif.catalogue.places import programmes as places
from maarif.catalogue.places.programmes import REGISTERED, Target, Targets, targets_of
from maarif.catalogue.students import studying, terms
from maarif.catalogue.students.studying import HIGHER, Student
from maarif.engine.cases import queries as cases
from maarif.engine.declare import Answers, Asking, Option, Search, Seat
from maarif.kernel import clock
from maarif.registries.programmes import queries as programmes

SERVICE = "higher.transfer_from_abroad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Student):
    """Somebody with their studies here, when the open window closes (None: none is), and how often they have asked in it."""

    open_until: datetime | None
    asked: int = 0
    targets: Targets = REGISTERED


name = studying.name
birth_date = studying.birth_date


def of_case(asking: Asking) -> Facts:
    """The facts of one person at this moment."""
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


def until_today(on: date) -> date:
    """Nobody was admitted in the time to come."""
    return on


def find_programme(facts: Facts, asking: Asking, said: str) -> tuple[Option, ...]:
    """Open programmes of higher education in the country with these words."""
    return _offered(asking, said)


def one_programme(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The programme of this number."""
    return next(iter(_offered(asking, "", only=places.number_of(value))), None)


programme_search = Search(find=find_programme, one=one_programme)


def _offered(asking: Asking, said: str, *, only: int | None = None) -> tuple[Option, ...]:
    found = programmes.search(said, country=asking.country, kinds=HIGHER, only=only)
    return places.offered(targets_of(found, None), None, lambda each: words.of_programme(each.programme))


def target(facts: Facts, answers: Answers) -> Target | None:
    """What somebody wants to go on with; None when the register has no such programme any more."""
    return facts.targets.of(str(answers["programme"])) if answers.get("programme") else None


def receiving(facts: Facts, answers: Answers) -> Seat:
    """The institution of the programme."""
    wanted = target(facts, answers)
    return Seat(institution=None if wanted is None else wanted.programme.institution)
