"""The ways of the trial, told."""

from datetime import date

from maarif.engine.declare import NOT_ALLOWED, Step, Story
from tests.engine.trial.school.trial.facts import Facts

ON = date(2026, 11, 23)
FACTS = Facts(name="Nihad", schools=((20, "20"),))

STORIES = (
    Story(
        code="moved",
        on=ON,
        facts=FACTS,
        answers={"wished": "21"},
        steps=(Step(to="approving", noted={"class_name": "7b"}), Step(to="moved")),
        outcome="moved",
    ),
    Story(
        code="nobody_in_time",
        on=ON,
        facts=FACTS,
        steps=(Step(to="approving", noted={"class_name": "7b"}), Step(to="moved", late=True)),
        outcome="moved",
    ),
    Story(code="full", on=ON, facts=FACTS, steps=(Step(to="refused", grounds=("no_place",)),), outcome="refused"),
    Story(
        code="not_alive",
        on=ON,
        facts=Facts(name="Nihad", schools=((20, "20"),), holds=False),
        outcome=NOT_ALLOWED,
        reasons=("alive",),
    ),
)
