"""Mail servers and gateways that fail in every way they can: real ones, in processes of their own, spoken to by SMTP and HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from tests.providers import PASSWORD, USER, Provider

from maarif.kernel import clock
from maarif.support.notices import operations, queries
from maarif.support.notices.carriers.ways import message_id
from maarif.support.notices.carrying import NotDelivered, attempt
from maarif.support.notices.models import Circuit, Delivery
from maarif.support.notices.types import DeliveryChannel

pytestmark = pytest.mark.django_db

World = tuple[Provider, Provider]


def letter(**changes: Any) -> int:
    return operations.send_letter(address="a@example.com", language="az", subject="Salam", body="Mətn", **changes)


def text_message(**changes: Any) -> int:
    return operations.send_sms(phone="+994502000009", language="az", text="Salam", **changes)


def status(delivery: int) -> str:
    return Delivery.objects.get(pk=delivery).status


def counts(world: World, kind: str) -> tuple[int, int]:
    return len(world[0].taken(kind)), len(world[1].taken(kind))


# --- letters ----------------------------------------------------------------------------------------------------


def test_a_server_that_greylists_is_asked_again_later_and_no_other_meanwhile(world: World) -> None:
    world[0].plan("mail", "greylist")
    number = letter()
    assert isinstance(attempt(number), NotDelivered)
    assert counts(world, "mail") == (0, 0)
    assert "451" in Delivery.objects.get().last_error
    assert Circuit.objects.count() == 0
    assert attempt(number) is None
    assert (counts(world, "mail"), status(number)) == ((1, 0), "sent")


def test_a_recipient_refused_for_ever_is_not_tried_again_and_the_reason_is_kept(world: World) -> None:
    world[0].plan("mail", "refuse")
    number = letter()
    assert attempt(number) is None
    row = Delivery.objects.get(pk=number)
    assert (row.status, row.attempts, counts(world, "mail")) == ("bounced", 1, (0, 0))
    assert "550" in row.last_error
    assert row.ended_at is not None
    assert attempt(number) is None
    assert counts(world, "mail") == (0, 0)


@pytest.mark.parametrize("fault", ["busy", "drip", "error"])
def test_a_server_that_certainly_did_not_take_it_is_followed_by_the_next_one_at_once(fault: str, world: World) -> None:
    world[0].plan("mail", fault)
    number = letter()
    before = clock.now()
    later = attempt(number)
    assert later is None
    assert (counts(world, "mail"), status(number)) == ((0, 1), "sent")
    assert clock.now() - before < timedelta(seconds=4)


def test_a_line_cut_in_the_content_leaves_it_open_whether_it_was_taken_and_it_is_sent_again(world: World) -> None:
    world[0].plan("mail", "cut")
    number = letter()
    assert isinstance(attempt(number), NotDelivered)
    assert counts(world, "mail") == (0, 0)
    assert attempt(number) is None
    assert counts(world, "mail") == (1, 0)


@pytest.mark.parametrize("fault", ["lost", "late"])
def test_a_lost_reply_is_the_window_of_smtp_two_copies_of_one_message_id(fault: str, world: World) -> None:
    """What cannot be helped: the server has it and could not say so. Every receiver can tell that the second is the first."""
    world[0].plan("mail", fault)
    number = letter()
    assert isinstance(attempt(number), NotDelivered)
    assert attempt(number) is None
    first, second = world[0].taken("mail")
    assert first["name"] == second["name"] == message_id(Delivery.objects.get(pk=number))


def test_encryption_and_a_password_are_spoken_and_the_certificate_is_looked_at(
    certified: Provider, settings: Any
) -> None:
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, USER, PASSWORD
    number = letter()
    assert isinstance(attempt(number), NotDelivered)
    assert "CERTIFICATE_VERIFY_FAILED" in Delivery.objects.get().last_error
    settings.SMTP_AUTHORITY = str(certified.folder / "certificate.pem")
    assert attempt(number) is None
    assert len(certified.taken("mail")) == 1
    assert [trouble for _, channel, trouble in queries.examine_carriers() if channel is DeliveryChannel.EMAIL] == [""]


@pytest.mark.parametrize(
    ("wrong", "said"), [({"EMAIL_HOST_PASSWORD": "wrong"}, "535"), ({"EMAIL_USE_TLS": False}, "530")]
)
def test_a_wrong_password_or_a_line_in_the_clear_is_said_by_the_server_and_by_the_doctor(
    wrong: dict[str, Any], said: str, certified: Provider, settings: Any
) -> None:
    settings.SMTP_AUTHORITY = str(certified.folder / "certificate.pem")
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, USER, PASSWORD
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert isinstance(attempt(letter()), NotDelivered)
    trouble = next(one for _, channel, one in queries.examine_carriers() if channel is DeliveryChannel.EMAIL)
    assert trouble
    assert certified.taken("mail") == []
    if said == "535":
        assert said in trouble


def test_the_next_server_is_written_as_an_address_with_its_password(certified: Provider, settings: Any) -> None:
    settings.SMTP_AUTHORITY = str(certified.folder / "certificate.pem")
    settings.EMAIL_PORT = 9
    settings.SMTP_NEXT = f"smtp+starttls://{USER}:p%40ss%3Aword%2F1@127.0.0.1:{certified.smtp_port}"
    assert attempt(letter()) is None
    assert len(certified.taken("mail")) == 1


def test_a_dot_at_the_beginning_of_a_line_arrives_as_one_dot(world: World) -> None:
    number = operations.send_letter(address="a@example.com", language="az", subject="x", body=".one\n..two\n.")
    assert attempt(number) is None
    assert "\r\n.one\r\n..two\r\n.\r\n" in world[0].taken("mail")[0]["text"]


# --- text messages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["busy", "limit"])
def test_a_gateway_that_says_it_did_not_take_it_is_followed_by_the_next_one(fault: str, world: World) -> None:
    world[0].plan("sms", fault)
    number = text_message()
    assert attempt(number) is None
    assert (counts(world, "sms"), status(number)) == ((0, 1), "sent")


@pytest.mark.parametrize(("fault", "had_it"), [("error", 0), ("cut", 0), ("wrong", 1), ("lost", 1), ("late", 1)])
def test_a_gateway_that_may_have_taken_it_is_the_only_one_asked_until_it_says_so(
    fault: str, had_it: int, world: World
) -> None:
    world[0].plan("sms", fault, "busy")
    number = text_message()
    assert isinstance(attempt(number), NotDelivered)
    assert counts(world, "sms") == (had_it, 0)
    assert isinstance(attempt(number), NotDelivered)  # busy now: that says nothing of what was before
    assert counts(world, "sms") == (had_it, 0)
    assert attempt(number) is None
    assert (counts(world, "sms"), status(number)) == ((1, 0), "sent")


def test_a_number_that_is_none_is_refused_for_ever(world: World) -> None:
    world[0].plan("sms", "refuse")
    number = text_message()
    assert attempt(number) is None
    assert (status(number), counts(world, "sms")) == ("bounced", (0, 0))


def test_a_worker_that_died_at_the_gateway_leaves_it_to_that_gateway(world: World) -> None:
    """Whoever takes the delivery up finds who may have it; not before the dead worker's claim is over."""
    number = text_message()
    name = world[0].url.removeprefix("http://")
    Delivery.objects.update(attempts=1, carrier=name, claimed_until=clock.now() + timedelta(seconds=30))
    later = attempt(number)
    assert isinstance(later, NotDelivered)
    assert later.again_at == Delivery.objects.get().claimed_until
    Delivery.objects.update(claimed_until=clock.now())
    world[0].plan("sms", "busy")
    assert isinstance(attempt(number), NotDelivered)
    assert counts(world, "sms") == (0, 0)
    assert attempt(number) is None
    assert counts(world, "sms") == (1, 0)


def test_a_code_rather_comes_twice_than_late(world: World) -> None:
    world[0].plan("sms", "lost")
    number = text_message(code=True)
    assert attempt(number) is None
    assert (counts(world, "sms"), status(number)) == ((1, 1), "sent")


def test_a_code_that_opens_nothing_any_more_is_not_sent(world: World) -> None:
    number = text_message(code=True)
    Delivery.objects.update(created_at=clock.now() - timedelta(minutes=16))
    assert attempt(number) is None
    row = Delivery.objects.get(pk=number)
    assert (row.status, row.plain, counts(world, "sms")) == ("given_up", "", (0, 0))


def test_a_wrong_token_is_said_by_the_gateway_and_by_the_doctor(world: World, settings: Any) -> None:
    settings.SMS_TOKEN, settings.SMS_NEXT = "wrong", ""
    assert isinstance(attempt(text_message()), NotDelivered)
    trouble = [one for _, channel, one in queries.examine_carriers() if channel is DeliveryChannel.SMS]
    assert len(trouble) == 1
    assert trouble[0].startswith("401")


# --- circuits ---------------------------------------------------------------------------------------------------


def test_after_some_failures_a_gateway_is_left_alone_and_then_tried_by_one(world: World, settings: Any) -> None:
    settings.CIRCUIT_FAILURES, settings.CIRCUIT_SECONDS = 3, 60
    world[0].plan("sms", *["busy"] * 4)
    for _ in range(5):
        assert attempt(text_message()) is None
    assert counts(world, "sms") == (0, 5)
    resting = queries.carriers()[2]
    assert (resting.name, resting.failures) == (world[0].url.removeprefix("http://"), 3)
    assert resting.open_until is not None
    Circuit.objects.update(open_until=clock.now() - timedelta(seconds=1))
    assert attempt(text_message()) is None  # the trial: busy for the fourth time
    assert Circuit.objects.get().open_until > clock.now() + timedelta(seconds=50)  # type: ignore[operator]
    assert attempt(text_message()) is None
    assert counts(world, "sms") == (0, 7)
    Circuit.objects.update(open_until=clock.now() - timedelta(seconds=1))
    assert attempt(text_message()) is None
    assert counts(world, "sms") == (1, 7)
    closed = Circuit.objects.get()
    assert (closed.failures, closed.open_until) == (0, None)


def test_when_every_carrier_rests_a_delivery_waits_without_losing_an_attempt(world: World, settings: Any) -> None:
    number = text_message()
    until = clock.now() + timedelta(seconds=40)
    for way in queries.carriers():
        Circuit.objects.create(carrier=way.name, failures=5, open_until=until)
    later = attempt(number)
    assert isinstance(later, NotDelivered)
    assert (later.again_at, Delivery.objects.get().attempts) == (until, 0)
