"""Delivery reports: signed by the gateway, through the door of the house, and shown to the person and to support."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from standardwebhooks import Webhook
from tests.providers import Provider

from maarif.kernel.text import Text
from maarif.support.notices import operations, queries
from maarif.support.notices.carrying import attempt
from maarif.support.notices.models import Delivery
from maarif.support.notices.types import CHOSEN_TOPICS, Channels, DeliveryStatus
from maarif.support.parties.types import SYSTEM, Actor, Assurance

pytestmark = pytest.mark.django_db

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = Text.same("x")


@pytest.fixture(autouse=True)
def _secrets(settings: Any) -> None:
    settings.SMS_REPORT_SECRETS = f"{OLD} {SECRET}"


def report(delivery: Delivery, kind: str = "message.delivered", *, secret: str = SECRET, **changes: Any) -> Any:
    body = {
        "type": kind,
        "timestamp": AT.isoformat(),
        "data": {"key": str(delivery.name), "reason": "absent"},
    } | changes
    return post(json.dumps(body), secret=secret)


def post(body: str, *, secret: str = SECRET, ago: timedelta = timedelta()) -> Any:
    when = datetime.now(UTC) - ago
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(when.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", when, body),
    }
    return Client().post("/hooks/sms/", body, content_type="application/json", headers=headers)


@pytest.fixture
def message(reader: int, world: tuple[Provider, Provider]) -> Delivery:
    """A text message that the gateway has taken."""
    citizen = Actor(party=reader, assurance=Assurance.NATIONAL)
    operations.choose_channels(by=citizen, channels=Channels(email=frozenset(), sms=frozenset(CHOSEN_TOPICS)))
    operations.send(by=SYSTEM, to=reader, topic="case", subject=WORDS, body=WORDS)
    row = Delivery.objects.get()
    assert attempt(row.pk) is None
    assert Delivery.objects.get().status == "sent"
    return row


def state() -> tuple[str, datetime | None]:
    row = Delivery.objects.get()
    return row.status, row.ended_at


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_a_report_says_that_it_was_delivered_and_when_and_saying_it_twice_changes_nothing(
    secret: str, message: Delivery
) -> None:
    assert report(message, secret=secret).status_code == 204
    assert state() == ("delivered", AT)
    assert report(message, timestamp="2026-03-05T09:00:00+00:00").status_code == 204
    assert report(message, "message.failed").status_code == 204
    assert state() == ("delivered", AT)


def test_a_report_of_failure_is_kept_with_its_reason(message: Delivery) -> None:
    assert report(message, "message.failed").status_code == 204
    assert state() == ("bounced", AT)
    assert "absent" in Delivery.objects.get().last_error


def test_a_report_that_overtakes_the_gateways_answer_counts(message: Delivery) -> None:
    Delivery.objects.update(status="waiting", sent_at=None)
    assert report(message).status_code == 204
    assert state() == ("delivered", AT)
    assert attempt(message.pk) is None
    assert state() == ("delivered", AT)


def test_who_did_not_sign_is_refused_and_nothing_changes(message: Delivery, settings: Any) -> None:
    body = json.dumps({"type": "message.delivered", "timestamp": AT.isoformat(), "data": {"key": str(message.name)}})
    stranger = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    assert post(body, secret=stranger).status_code == 401
    assert post(body, ago=timedelta(minutes=6)).status_code == 401
    assert Client().post("/hooks/sms/", body, content_type="application/json").status_code == 401
    broken = {"webhook-id": "1", "webhook-timestamp": "now", "webhook-signature": "v1"}
    assert Client().post("/hooks/sms/", b"\xff", content_type="application/json", headers=broken).status_code == 401
    settings.SMS_REPORT_SECRETS = ""
    assert post(body).status_code == 401
    assert state() == ("sent", None)


@pytest.mark.parametrize(
    "body",
    ["[]", "{}", '{"type": "message.read", "timestamp": "2026-03-02T09:00:00+00:00", "data": {"key": "x"}}', "x"],
)
def test_a_signed_report_that_says_nothing_known_is_refused(body: str, message: Delivery) -> None:
    assert post(body).status_code == 401
    assert state() == ("sent", None)


def test_a_report_about_nothing_of_ours_is_not_found_and_a_long_one_is_not_read(message: Delivery) -> None:
    unknown = {"key": "00000000-0000-4000-8000-000000000000"}
    assert report(message, data=unknown).status_code == 404
    assert post(" " * 20_000).status_code == 413
    assert Client().get("/hooks/sms/").status_code == 405


def test_the_person_and_support_see_how_far_it_came_and_nobody_else(message: Delivery, reader: int) -> None:
    number = message.message_id
    assert number is not None
    citizen = Actor(party=reader, assurance=Assurance.NATIONAL)
    (card,) = queries.copies_for(citizen, number)
    assert (card.address, card.status, card.error) == ("+994•••01", DeliveryStatus.SENT, "")
    assert queries.copies_for(Actor(party=reader + 1, assurance=Assurance.NATIONAL), number) == ()
    report(message, "message.failed")
    official = Actor(party=reader + 1, assurance=Assurance.OFFICIAL)
    (seen,) = queries.copies_of(official, reader)
    assert (seen.address, seen.status, seen.at, seen.attempts) == ("+994•••01", DeliveryStatus.BOUNCED, AT, 1)
    assert "absent" in seen.error
    assert queries.copies_of(citizen, reader) == ()


@pytest.mark.parametrize(
    ("address", "shown"),
    [("reader@mail.example", "r•••@mail.example"), ("+994502000001", "+994•••01"), ("@x", "•••@x")],
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert queries.masked(address) == shown
