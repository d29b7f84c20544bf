"""What people choose, what comes at night, and what a text message says and costs."""

from datetime import UTC, datetime
from email import message_from_string, policy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.providers import Provider

from maarif.kernel import clock
from maarif.kernel.text import LANGUAGES, Text
from maarif.support.notices import letters, operations, quiet, segments
from maarif.support.notices.carrying import NotDelivered, attempt
from maarif.support.notices.models import Delivery, Message
from maarif.support.notices.types import CHOSEN_TOPICS, Channels, Topic, topic_of
from maarif.support.parties.types import SYSTEM, Actor, Assurance
from simulators.catcher.caught import Shelf

WORDS = Text.same("Ayan Məmmədova: refused, grade 2")
NIGHT = datetime(2026, 3, 3, 20, 30, tzinfo=UTC)  # half past midnight in Baku
MORNING = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # eight o'clock there


def send(to: int, topic: str) -> None:
    operations.send(by=SYSTEM, to=to, topic=topic, subject=WORDS, body=WORDS)


def choose(party: int, channels: Channels) -> None:
    operations.choose_channels(by=Actor(party=party, assurance=Assurance.NATIONAL), channels=channels)


def sent() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("code", "topic"),
    [
        ("case", Topic.NEWS),
        ("case.draft", Topic.NEWS),
        ("desk", Topic.NEWS),
        ("draft", Topic.DEADLINES),
        ("deadline", Topic.DEADLINES),
        ("document.revoked", Topic.DOCUMENTS),
        ("record.merged", Topic.SECURITY),
        ("security.passkey", Topic.SECURITY),
    ],
)
def test_every_code_belongs_to_a_topic(code: str, topic: Topic) -> None:
    assert topic_of(code) is topic


@pytest.mark.django_db
def test_each_topic_comes_by_the_channels_chosen_for_it(reader: int) -> None:
    choose(reader, Channels(email=frozenset({Topic.NEWS}), sms=frozenset({Topic.DEADLINES})))
    for topic, expected in (("case", ["email"]), ("deadline", ["sms"]), ("documents.issued", [])):
        Delivery.objects.all().delete()
        send(reader, topic)
        assert sent() == expected, topic
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_security_cannot_be_switched_off(reader: int) -> None:
    choose(reader, Channels(email=frozenset(), sms=frozenset()))
    send(reader, "security.password")
    assert sent() == ["email"]


@pytest.mark.django_db
def test_security_is_texted_where_there_is_no_mail(reader: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from maarif.support.notices import directory
    from maarif.support.notices.types import Reachable

    only = {reader: Reachable(language="ky", email="", phone="+996555000001")}
    monkeypatch.setattr(directory, "_plugged", [lambda parties: only])
    choose(reader, Channels(email=frozenset(), sms=frozenset()))
    send(reader, "security.password")
    send(reader, "case")
    assert sent() == ["sms"]
    assert Delivery.objects.get().at_night


@pytest.mark.parametrize(
    ("written", "instant", "ends"),
    [
        ("22:00-08:00", NIGHT, MORNING),
        ("22:00-08:00", datetime(2026, 3, 3, 18, 0, tzinfo=UTC), MORNING),  # ten in the evening to the second
        ("22:00-08:00", datetime(2026, 3, 3, 17, 59, 59, tzinfo=UTC), None),
        ("22:00-08:00", MORNING, None),
        ("00:00-07:30", NIGHT, datetime(2026, 3, 4, 3, 30, tzinfo=UTC)),
        ("", NIGHT, None),
    ],
)
def test_the_night_ends_by_the_countrys_clock(written: str, instant: datetime, ends: Any, settings: Any) -> None:
    settings.SMS_QUIET = written
    assert quiet.quiet_until(instant) == ends


@pytest.mark.django_db
def test_a_text_message_waits_for_the_morning_and_a_code_does_not(reader: int, caught: Shelf, settings: Any) -> None:
    settings.SMS_QUIET = "22:00-08:00"
    choose(reader, Channels(sms=frozenset(CHOSEN_TOPICS)))
    with clock.using(clock.FrozenClock(NIGHT)) as frozen:
        send(reader, "case")
        operations.send_sms(phone="+994502000001", language="az", text="4711", code=True)
        Delivery.objects.update(created_at=NIGHT)
        letter, message, code = Delivery.objects.order_by("pk")
        later = attempt(message.pk)
        assert isinstance(later, NotDelivered)
        assert later.again_at == MORNING
        assert attempt(code.pk) is None
        assert attempt(letter.pk) is None
        assert [one.kind for one in caught.newest_first()] == ["email", "sms"]
        frozen.instant = MORNING  # type: ignore[attr-defined]
        assert attempt(message.pk) is None
    assert len(caught.newest_first()) == 3
    assert Delivery.objects.get(pk=message.pk).attempts == 1


@pytest.mark.django_db
def test_a_text_message_says_neither_what_nor_about_whom(reader: int) -> None:
    choose(reader, Channels(sms=frozenset(CHOSEN_TOPICS)))
    send(reader, "case")
    text = Delivery.objects.get(channel="sms").plain
    assert "Məmmədova" not in text
    assert "refused" not in text
    assert text.endswith("/ru/cabinet/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", Topic)
def test_every_text_message_fits_into_two_segments_in_every_language(
    topic: Topic, language: str, settings: Any
) -> None:
    settings.BASE_URL = "https://eservices.edu.gov.az"
    text = letters.text_message(language, topic)
    assert segments.segments(text) <= 2, text
    assert f"https://eservices.edu.gov.az/{language}/cabinet/" in text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ə" * 70, 1),
        ("ə" * 71, 2),
        ("ə" * 134, 2),
        ("ə" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("a" * 159 + "ə", 3),
        ("", 1),
    ],
)
def test_segments_are_counted_as_gateways_count_them(text: str, count: int) -> None:
    assert segments.segments(text) == count


@given(st.text(alphabet=st.sampled_from("ab €ə😀. "), max_size=700), st.integers(1, 4))
def test_whatever_is_fitted_fits_and_begins_as_it_was(text: str, most: int) -> None:
    fitted = segments.fitted(text, most)
    assert segments.segments(fitted) <= most
    assert fitted == text or (fitted.endswith("...") and text.startswith(fitted.removesuffix("...")))


@pytest.mark.django_db
def test_a_letter_leads_to_the_settings_and_a_code_does_not(reader: int, world: tuple[Provider, Provider]) -> None:
    send(reader, "case")
    operations.send_letter(address="a@example.com", language="az", subject="Kod", body="4711", code=True)
    for pk in Delivery.objects.order_by("pk").values_list("pk", flat=True):
        attempt(pk)
    notice, code = (message_from_string(one["text"], policy=policy.default) for one in world[0].taken("mail"))
    assert notice["List-Unsubscribe"].endswith("/ru/cabinet/settings/#channels>")
    assert code["List-Unsubscribe"] is None
    for kind in ("plain", "html"):
        part = notice.get_body(preferencelist=(kind,))  # type: ignore[attr-defined]
        assert "/ru/cabinet/settings/#channels" in part.get_content()
