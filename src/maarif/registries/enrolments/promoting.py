"""The SQL of a promotion: what becomes of whom, and the statements that make it so for some institutions at once."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

_WHO: Final = """
    SELECT e.id, e.person_id, e.institution_id, e.class_group_id, e.grade, e.status_since, e.status_reason, e.status_order,
        CASE
            WHEN e.kind = 'preschool' THEN 'ready'
            WHEN choice.choice = 'repeat' THEN 'repeat'
            WHEN e.grade >= %(last_grade)s THEN 'finish'
            WHEN stage.grade IS NULL THEN CASE WHEN choice.choice = 'leave' THEN 'withdraw' ELSE 'up' END
            WHEN choice.choice = 'leave' OR NOT EXISTS (
                SELECT 1 FROM programmes_classgroup higher
                WHERE higher.institution_id = e.institution_id AND higher.grade = e.grade + 1
            ) THEN 'finish'
            ELSE 'stage'
        END AS action,
        stage.level_after, coalesce(stage.document, e.grade >= %(last_grade)s) AS document
    FROM enrolments_enrolment e
    JOIN people_person person ON person.party_id = e.person_id
    LEFT JOIN programmes_classgroup grp ON grp.id = e.class_group_id
    LEFT JOIN programmes_academicsession year ON year.id = grp.session_id
    LEFT JOIN enrolments_promotionchoice choice ON choice.enrolment_id = e.id AND choice.year = %(year)s
    LEFT JOIN unnest(%(stage_grades)s::int[], %(stage_levels)s::int[], %(stage_documents)s::bool[])
        AS stage (grade, level_after, document) ON stage.grade = e.grade
    WHERE e.institution_id = ANY(%(institutions)s) AND e.status = 'active' AND lower(e.period) <= %(ends)s
        AND e.kind IN ('general', 'preschool') AND (year.id IS NULL OR year.ends < %(starts)s)
        AND CASE WHEN e.kind = 'general' THEN e.grade IS NOT NULL ELSE person.birth_date <= %(ready)s END
"""

PREVIEW: Final = f"SELECT action, count(*) FROM ({_WHO}) AS who GROUP BY action"  # noqa: S608 - constants of this module

_FORWARD: Final = (
    f"CREATE TEMP TABLE moving ON COMMIT DROP AS {_WHO} FOR NO KEY UPDATE OF e",
    "ANALYZE moving",
    # Next year's class: the same letter one grade up, made once however often the promotion is told.
    """
    INSERT INTO programmes_classgroup (sourced_id, metadata, institution_id, course_id, session_id, teacher_id, grade, name,
        language, shift, capacity)
    SELECT 'year:' || %(session)s || ':' || old.sourced_id, '{}', old.institution_id, NULL, %(session)s, old.teacher_id,
        old.grade + 1, regexp_replace(old.name, '^[0-9]+', (old.grade + 1)::text), old.language, old.shift, old.capacity
    FROM programmes_classgroup old
    WHERE old.grade IS NOT NULL AND old.id IN (SELECT class_group_id FROM moving WHERE action IN ('up', 'stage'))
    ON CONFLICT (sourced_id) DO NOTHING
    """,
    """
    CREATE TEMP TABLE classes ON COMMIT DROP AS
    SELECT old.id AS old, new.id AS new FROM programmes_classgroup old
    JOIN programmes_classgroup new ON new.sourced_id = 'year:' || %(session)s || ':' || old.sourced_id
    WHERE old.id IN (SELECT class_group_id FROM moving)
    """,
    """
    UPDATE enrolments_enrolment e SET grade = e.grade + 1, class_group_id = classes.new, changed_at = now()
    FROM moving LEFT JOIN classes ON classes.old = moving.class_group_id
    WHERE moving.action = 'up' AND e.id = moving.id
    """,
    """
    UPDATE enrolments_enrolment e SET class_group_id = (
        SELECT min(same.id) FROM programmes_classgroup old JOIN programmes_classgroup same
        ON same.institution_id = old.institution_id AND same.grade = old.grade AND same.language = old.language
            AND same.name = old.name AND same.session_id = %(session)s
        WHERE old.id = moving.class_group_id
    ), changed_at = now()
    FROM moving WHERE moving.action = 'repeat' AND e.id = moving.id
    """,
    """
    UPDATE enrolments_enrolment e SET
        status = CASE WHEN moving.action = 'withdraw' THEN 'withdrawn' ELSE 'completed' END,
        status_since = %(ends)s, status_reason = 'promotion', status_order = '',
        period = daterange(lower(e.period), CASE WHEN moving.action IN ('stage', 'ready') THEN %(starts)s::date
            ELSE %(ends)s::date + 1 END),
        graduated_on = CASE WHEN moving.document AND moving.action IN ('stage', 'finish') THEN %(ends)s::date END,
        changed_at = now()
    FROM moving WHERE moving.action IN ('stage', 'finish', 'withdraw', 'ready') AND e.id = moving.id
    """,
    """
    INSERT INTO enrolments_enrolment (sourced_id, person_id, institution_id, class_group_id, level, kind, grade, form, language,
        period, status, status_since, status_reason, continues_id, changed_at)
    SELECT gen_random_uuid(), e.person_id, e.institution_id, classes.new, moving.level_after, e.kind, e.grade + 1, e.form,
        e.language, daterange(%(starts)s, NULL), 'active', %(starts)s, 'promotion', e.id, now()
    FROM moving JOIN enrolments_enrolment e ON e.id = moving.id
    LEFT JOIN classes ON classes.old = moving.class_group_id WHERE moving.action = 'stage'
    """,
    """
    INSERT INTO enrolments_promotionstep (promotion_id, chunk_id, enrolment_id, opened_id, action, grade_before, class_before,
        since_before, reason_before, order_before, stamp)
    SELECT %(promotion)s, chunk.id, moving.id, next.id, moving.action, moving.grade, moving.class_group_id,
        moving.status_since, moving.status_reason, moving.status_order, now()
    FROM moving
    JOIN enrolments_promotionchunk chunk
        ON chunk.promotion_id = %(promotion)s AND chunk.institution_id = moving.institution_id
    LEFT JOIN enrolments_enrolment next
        ON moving.action = 'stage' AND next.continues_id = moving.id AND next.status <> 'annulled'
    """,
    """
    UPDATE enrolments_promotionchunk chunk SET done_at = now(), counts = coalesce(
        (SELECT jsonb_object_agg(action, many) FROM (
            SELECT action, count(*) AS many FROM moving WHERE moving.institution_id = chunk.institution_id GROUP BY action
        ) AS each), '{}')
    WHERE chunk.promotion_id = %(promotion)s AND chunk.institution_id = ANY(%(institutions)s)
    """,
    "DROP TABLE moving, classes",
)

_BACK: Final = (
    """
    CREATE TEMP TABLE moving ON COMMIT DROP AS
    SELECT step.*, e.changed_at = step.stamp AND (step.opened_id IS NULL OR opened.changed_at = step.stamp) AND NOT EXISTS (
        SELECT 1 FROM enrolments_enrolment later WHERE later.continues_id = e.id AND later.status <> 'annulled'
            AND later.id IS DISTINCT FROM step.opened_id
    ) AS untouched
    FROM enrolments_promotionchunk chunk
    JOIN enrolments_promotionstep step ON step.chunk_id = chunk.id
    JOIN enrolments_enrolment e ON e.id = step.enrolment_id
    LEFT JOIN enrolments_enrolment opened ON opened.id = step.opened_id
    WHERE chunk.promotion_id = %(promotion)s AND chunk.institution_id = ANY(%(institutions)s)
    FOR NO KEY UPDATE OF e
    """,
    "ANALYZE moving",
    """
    UPDATE enrolments_enrolment e SET status = 'annulled', status_since = %(starts)s, status_reason = 'promotion taken back',
        status_order = '', changed_at = now()
    FROM moving WHERE moving.untouched AND e.id = moving.opened_id
    """,
    """
    UPDATE enrolments_enrolment e SET status = 'active', status_since = moving.since_before,
        status_reason = moving.reason_before, status_order = moving.order_before, graduated_on = NULL,
        period = daterange(lower(e.period), NULL), changed_at = now()
    FROM moving
    WHERE moving.untouched AND moving.action IN ('stage', 'finish', 'withdraw', 'ready') AND e.id = moving.enrolment_id
    """,
    """
    UPDATE enrolments_enrolment e SET grade = moving.grade_before, class_group_id = moving.class_before, changed_at = now()
    FROM moving WHERE moving.untouched AND moving.action IN ('up', 'repeat') AND e.id = moving.enrolment_id
    """,
    """
    UPDATE enrolments_promotionstep step SET stays = true FROM moving WHERE NOT moving.untouched AND step.id = moving.id
    """,
    """
    UPDATE enrolments_promotionchunk SET reversed_at = now()
    WHERE promotion_id = %(promotion)s AND institution_id = ANY(%(institutions)s)
    """,
    "DROP TABLE moving",
)


def forward(facts: Mapping[str, Any]) -> None:
    """Promotes the institutions of `facts` inside the caller's transaction."""
    _run(_FORWARD, facts)


def back(facts: Mapping[str, Any]) -> None:
    """Takes the institutions of `facts` back inside the caller's transaction; what has changed since stays and is marked."""
    _run(_BACK, facts)


def _run(statements: tuple[str, ...], facts: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, dict(facts))
