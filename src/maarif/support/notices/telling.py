"""Tells one notice to many people: messages, copies and jobs in one statement per batch."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from django.db import transaction

from maarif.kernel.text import Text
from maarif.support.notices.copies import IN_BULK, ONE_BY_ONE, Notice, queue_copies
from maarif.support.parties.queries import rows
from maarif.support.parties.types import Actor

BATCH: Final = 1000
_INSERT: Final = """
    INSERT INTO notices_message (party_id, topic, subject, body, link, key)
    SELECT party, %s, %s::jsonb, %s::jsonb, %s, %s FROM unnest(%s::bigint[]) AS party
    ON CONFLICT (party_id, key) DO NOTHING RETURNING party_id, id
"""


def send_many(
    *,
    by: Actor,
    to: Iterable[int],
    topic: str,
    subject: Text,
    body: Text,
    link: str = "",
    key: str,
    email: bool = True,
    sms: bool = True,
    soon: bool = False,
) -> int:
    """Tells many people the same, each of them once under `key`, and returns how many were new to it.

    `to` is read as it comes, a thousand at a time, and each thousand is a transaction of its own unless the caller has one:
    broken off, it is simply called again. Their copies wait behind whatever is sent to one person, unless they are few and it
    is for them that it has happened (`soon`: the people of an office).
    """
    notice = Notice(topic=topic, subject=subject, body=body, link=link, email=email, sms=sms)
    told = 0
    for batch in _batches(to):
        with transaction.atomic(savepoint=False):
            new = messages(notice, batch, key)
            queue_copies(notice, new, ONE_BY_ONE if soon else IN_BULK)
        told += len(new)
    return told


def messages(notice: Notice, parties: Iterable[int], key: str) -> dict[int, int]:
    """Writes a message to each party that has none of this key; their numbers by party."""
    words = [json.dumps(text.as_dict(), ensure_ascii=False) for text in (notice.subject, notice.body)]
    return dict(rows(_INSERT, [notice.topic, *words, notice.link, key, list(parties)]))


def _batches(parties: Iterable[int]) -> Iterator[list[int]]:
    coming = iter(parties)
    while batch := list(islice(coming, BATCH)):
        yield sorted(set(batch))  # in one order, so that two callers of one key do not wait for each other in a circle
