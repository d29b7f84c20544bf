"""What the database itself does for enrolments: legal changes of status, the ledger of them, and the count of places."""

from typing import Any, Final

import pgtrigger
from django.db import models

from maarif.registries.enrolments.types import CURRENT, TRANSITIONS

_CURRENT: Final = ", ".join(f"'{status.value}'" for status in CURRENT)
_LEGAL: Final = ", ".join(f"('{before.value}', '{after.value}')" for before, after in TRANSITIONS)
_PLACES: Final = {
    "enrolments_enrolment": ("taken", f"class_group_id IS NOT NULL AND status IN ({_CURRENT})"),
    "enrolments_placehold": ("held", "ended_at IS NULL"),
}
"""For each table that takes places: the column that counts them, and which rows do."""

CHANGED: Final = """
            FROM old_values FULL JOIN new_values ON old_values.id = new_values.id
            WHERE old_values.status IS DISTINCT FROM new_values.status
""".strip()
"""The rows before and after, side by side, where their status differs.

A session keeps the plan of its first such statement, which may have touched one row or none; for so few a join is planned that compares
every row with every other. A full join, and a comparison that lets missing rows through, can only be hashed or merged.
"""


class LegalTransition(pgtrigger.Trigger):
    """Refuses a change of status that the law of enrolments does not know.

    PostgreSQL itself compares old and new with the list of `types.TRANSITIONS`, and calls the function for what is not there.
    """

    name = "legal_transition"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Condition(f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({_LEGAL})")

    def get_func(self, model: models.Model) -> str:
        """A promotion that is taken back reopens what it had ended; nothing else may."""
        return """
            IF NOT (NEW.status = 'active' AND EXISTS (
                SELECT 1 FROM enrolments_promotionstep step
                JOIN enrolments_promotion batch ON batch.id = step.promotion_id AND batch.status = 'reversing'
                WHERE step.enrolment_id = OLD.id
            )) THEN
                RAISE EXCEPTION 'An enrolment cannot go from % to %', OLD.status, NEW.status
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'enrolment_transition_legal';
            END IF;
            RETURN NEW;
        """


class StatusChangeWritten(pgtrigger.Composer):
    """Writes each change of status into its ledger, once per statement."""

    name = "status_change_written"
    when = pgtrigger.After
    operation = pgtrigger.Update
    level = pgtrigger.Statement

    def get_func(self, model: models.Model) -> str:
        """One row per enrolment whose status differs."""
        return f"""
            INSERT INTO enrolments_statuschange (enrolment_id, before, after, "on", reason, order_number)
            SELECT new_values.id, old_values.status, new_values.status, new_values.status_since,
                   new_values.status_reason, new_values.status_order
            {CHANGED};
            RETURN NULL;
        """


class PlacesCounted(pgtrigger.Composer):
    """Keeps `ClassPlaces` true, once per statement: what a statement of this table adds to each class and takes from it.

    The rows of the classes are locked in the order of their numbers first, so that two statements wait and never deadlock.
    """

    when = pgtrigger.After
    level = pgtrigger.Statement
    declare = [("classes", "bigint[]"), ("changes", "bigint[]")]  # noqa: RUF012 - pgtrigger reads it from the class

    def __init__(self, *, operation: Any, signs: dict[str, int], **named: Any) -> None:
        self.signs = signs
        super().__init__(operation=operation, level=pgtrigger.Statement, **named)

    def get_func(self, model: models.Model) -> str:
        """Adds up by class, locks, writes."""
        column, takes = _PLACES[model._meta.db_table]
        rows = " UNION ALL ".join(
            f"SELECT class_group_id AS class, {sign} AS n FROM {table} WHERE {takes}"  # noqa: S608 - constants of this module
            for table, sign in self.signs.items()
        )
        sums = f"SELECT class, sum(n) AS n FROM ({rows}) AS each GROUP BY class HAVING sum(n) <> 0"  # noqa: S608 - the same
        return f"""
            SELECT array_agg(class ORDER BY class), array_agg(n ORDER BY class) INTO classes, changes FROM ({sums}) AS changed;
            IF classes IS NULL THEN
                RETURN NULL;
            END IF;
            INSERT INTO enrolments_classplaces (class_group_id)
                SELECT class FROM unnest(classes) AS class ORDER BY class ON CONFLICT DO NOTHING;
            PERFORM 1 FROM enrolments_classplaces WHERE class_group_id = ANY(classes)
                ORDER BY class_group_id FOR NO KEY UPDATE;
            UPDATE enrolments_classplaces places SET {column} = places.{column} + changed.n
                FROM unnest(classes, changes) AS changed (class, n) WHERE changed.class = places.class_group_id;
            RETURN NULL;
        """  # noqa: S608 - constants of this module, no input


class NotOverFilled(pgtrigger.Trigger):
    """Refuses another pupil or another hold in a class whose places are all taken or held.

    A source that says more pupils than places is believed, and a class that moves up a year moves whole: those two say
    `maarif.places = 'stated'` in their transaction. Nobody else can put anybody in before enough have left.
    """

    name = "class_not_over_filled"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    declare = [("places", "smallint")]  # noqa: RUF012 - pgtrigger reads it from the class

    def get_func(self, model: models.Model) -> str:
        """Compares with the capacity of the class when more are in than before."""
        return """
            IF NEW.taken + NEW.held > OLD.taken + OLD.held
                    AND coalesce(current_setting('maarif.places', true), '') <> 'stated' THEN
                SELECT capacity INTO places FROM programmes_classgroup WHERE id = NEW.class_group_id;
                IF NEW.taken + NEW.held > places THEN
                    RAISE EXCEPTION 'Every place of the class is taken or held'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'class_not_over_filled';
                END IF;
            END IF;
            RETURN NEW;
        """


def places_counted() -> list[PlacesCounted]:
    """The three triggers of a table that takes places."""
    return [
        PlacesCounted(name="places_on_insert", operation=pgtrigger.Insert, signs={"new_values": 1}),
        PlacesCounted(name="places_on_update", operation=pgtrigger.Update, signs={"new_values": 1, "old_values": -1}),
        PlacesCounted(name="places_on_delete", operation=pgtrigger.Delete, signs={"old_values": -1}),
    ]
