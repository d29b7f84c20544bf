"""The bulk door of the posts room: posts and employments, a page of rows at a time."""

from typing import Final

import polars as pl

from maarif.support.parties import bulk
from maarif.support.parties.bulk import Merged, Reference, Target

_POSTS: Final = Target(
    table="posts_post",
    columns={
        "kind": "text",
        "title": "text",
        "titles": "jsonb",
        "subject": "text",
        "full_time_equivalent": "integer",
        "metadata": "jsonb",
    },
    references=(
        Reference(column="institution_id", given="institution", table="institutions_institution", identity="party_id"),
    ),
)
_EMPLOYMENTS: Final = Target(
    table="posts_employment",
    columns={"share": "smallint", "kind": "text", "metadata": "jsonb"},
    helpers={"begins": "date", "ends": "date"},
    references=(
        Reference(column="post_id", given="post", table="posts_post"),
        Reference(column="person_id", given="person", table="people_person", identity="party_id"),
    ),
    computed={"period": "daterange(s.begins, s.ends, '[]')"},
)


def merge_posts(rows: pl.DataFrame) -> Merged:
    """Writes posts; `institution` is a sourcedId, sizes are hundredths of a full post."""
    return bulk.merge(_POSTS, rows)


def merge_employments(rows: pl.DataFrame) -> Merged:
    """Writes who holds which share of a post; `post` and `person` are sourcedIds, `ends` is the last day or nothing."""
    return bulk.merge(_EMPLOYMENTS, rows)


def end_employments(sourced_ids: pl.Series) -> int:
    """Ends as of today the running employments of these sourcedIds."""
    return bulk.end_missing(
        """
        UPDATE posts_employment e SET changed_at = now(),
            period = daterange(lower(e.period), greatest(CURRENT_DATE, lower(e.period)), '[]')
        FROM named n WHERE n.sourced_id = e.sourced_id AND upper_inf(e.period)
        """,
        pl.DataFrame({"sourced_id": sourced_ids}),
    )
