"""What the database itself refuses of posts: shares over a post on any day, and holders of a post that is closed."""

import pgtrigger
from django.db import models


class NotOverFilled(pgtrigger.Composer):
    """Refuses a statement after which the shares of some post exceed its full-time equivalent on any day.

    The posts are locked in the order of their numbers first, so that two writers wait for each other instead of both
    counting the same free share, and never deadlock. Under REPEATABLE READ the lock would come with an old picture of the
    table, so that level is refused; SERIALIZABLE notices by itself. Whoever is on leave does not fill the post meanwhile.
    Only a day on which some share begins, or on which somebody is back, can be a worst day.
    """

    when = pgtrigger.After
    level = pgtrigger.Statement

    def __init__(self, *, touched: str, **named: object) -> None:
        self.touched = f"SELECT {touched}"
        super().__init__(level=pgtrigger.Statement, **named)

    def get_func(self, model: models.Model) -> str:
        """Locks the touched posts, looks for a day that is over-filled, and for a holder outside the post's days."""
        return f"""
            IF current_setting('transaction_isolation') = 'repeatable read' THEN
                RAISE EXCEPTION 'Posts are filled under read committed or serializable'
                    USING ERRCODE = 'invalid_transaction_state';
            END IF;
            PERFORM 1 FROM posts_post WHERE id IN ({self.touched}) ORDER BY id FOR NO KEY UPDATE;
            IF EXISTS (
                SELECT 1 FROM (
                    SELECT post_id, lower(period) AS day FROM posts_employment WHERE post_id IN ({self.touched})
                    UNION
                    SELECT held.post_id, upper(away.period) FROM posts_staffleave away
                    JOIN posts_employment held ON held.id = away.employment_id
                    WHERE held.post_id IN ({self.touched}) AND NOT upper_inf(away.period)
                ) worst
                JOIN posts_employment share ON share.post_id = worst.post_id AND share.period @> worst.day
                JOIN posts_post post ON post.id = worst.post_id
                WHERE NOT EXISTS (
                    SELECT 1 FROM posts_staffleave away WHERE away.employment_id = share.id AND away.period @> worst.day
                )
                GROUP BY worst.post_id, worst.day, post.full_time_equivalent
                HAVING sum(share.share) > post.full_time_equivalent
            ) THEN
                RAISE EXCEPTION 'A post would be filled over its full-time equivalent'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'post_not_over_filled';
            END IF;
            IF EXISTS (
                SELECT 1 FROM posts_employment share JOIN posts_post post ON post.id = share.post_id
                WHERE post.id IN ({self.touched}) AND NOT daterange(post.opened, post.closed, '[]') @> share.period
            ) THEN
                RAISE EXCEPTION 'Somebody would hold a post before it opens or after it closes'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'post_open_while_held';
            END IF;
            RETURN NULL;
        """  # noqa: S608 - constants of this room, no input


def filled(touched: str) -> list[NotOverFilled]:
    """The triggers of a table whose rows fill posts."""
    return [
        NotOverFilled(name="not_over_filled_insert", operation=pgtrigger.Insert, touched=touched),
        NotOverFilled(name="not_over_filled_update", operation=pgtrigger.Update, touched=touched),
    ]


def shrunk(name: str) -> NotOverFilled:
    """The same, when the post itself changes."""
    return NotOverFilled(name=name, operation=pgtrigger.Update, touched="id FROM new_values")
