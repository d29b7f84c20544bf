"""Cases told in advance: moved, waiting, refused, cancelled by the calendar; run by `maarif inspect` and as tests."""

from dataclasses import replace
from datetime import UTC, datetime

from maarif.catalogue.certificates import samples
from maarif.catalogue.places.queue import Beside
from maarif.catalogue.places.schools import Names
from maarif.catalogue.school.transfer.facts import Facts
from maarif.engine.declare import Step, Story
from maarif.registries.enrolments.types import Status
from maarif.sectors.transfers.types import Transfers, Window

RULES = Transfers(
    windows=(Window(grades=(7,), opens="09-15 15:00", closes="01-08 15:00"),),
    receiving_days=3,
    leaving_days=1,
    first=("sibling", "employee"),
)
FACTS = Facts(
    holder=samples.person(),
    now=replace(samples.pupil(), grade=7),
    rules=RULES,
    open_until=datetime(2027, 1, 8, 11, tzinfo=UTC),
    names=Names(told={900: samples.OTHER_NAME}),
)
CHECKED = {"marks_entered": "yes", "textbooks_returned": "yes", "absences_settled": "no"}
TARGET = {"school": "900", "reason": "Yeni ünvan"}

STORIES = (
    Story(
        code="a_place_is_free",
        on=samples.TODAY,
        facts=FACTS,
        answers=TARGET,
        steps=(Step(to="leaving"), Step(to="moved", noted=CHECKED)),
        outcome="moved",
    ),
    Story(
        code="the_school_cannot_take_the_child",
        on=samples.TODAY,
        facts=FACTS,
        answers=TARGET,
        steps=(Step(to="refused", grounds=("no_place",)),),
        outcome="refused",
    ),
    Story(
        code="the_old_school_does_not_know_the_child",
        on=samples.TODAY,
        facts=FACTS,
        answers=TARGET,
        steps=(Step(to="leaving"), Step(to="refused", grounds=("not_our_pupil",))),
        outcome="refused",
    ),
    Story(
        code="the_window_closes_first",
        on=samples.TODAY,
        facts=FACTS,
        answers=TARGET,
        steps=(Step(to="leaving"), Step(to="cancelled", late=True)),
        outcome="cancelled",
    ),
    Story(
        code="no_window_is_open",
        on=samples.TODAY,
        facts=replace(FACTS, open_until=None),
        outcome="refused",
        reasons=("window_open",),
    ),
    Story(
        code="not_a_pupil",
        on=samples.TODAY,
        facts=replace(FACTS, now=None, open_until=None),
        outcome="refused",
        reasons=("is_pupil",),
    ),
    Story(
        code="interrupted",
        on=samples.TODAY,
        facts=replace(FACTS, now=replace(samples.pupil(), grade=7, status=Status.SUSPENDED)),
        outcome="refused",
        reasons=("not_interrupted",),
    ),
    Story(
        code="asks_for_the_next_stage_too",
        on=samples.TODAY,
        facts=replace(FACTS, changing=Beside(told=True)),
        outcome="refused",
        reasons=("no_stage_change_open",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=replace(FACTS, holder=samples.person(death_date=samples.TODAY)),
        outcome="refused",
        reasons=("alive",),
    ),
)
