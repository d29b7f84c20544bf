"""Settings, keys for programs, messages, and acting for a child."""

import re

import pytest

from maarif.kernel.clock import now
from maarif.kernel.text import Text
from maarif.support.access.models import ApiToken
from maarif.support.audit.models import Entry
from maarif.support.identity.models import Account
from maarif.support.notices.models import ChannelChoice, Delivery, Message
from maarif.support.notices.operations import send
from maarif.support.parties.types import SYSTEM

pytestmark = pytest.mark.django_db

KEY = {"name": "My planner", "scopes": ["cases:read"], "days": "30"}


def test_the_language_is_remembered_and_the_page_goes_on_in_it(town, signed_in_as):
    answer = signed_in_as(town.student).post("/az/cabinet/settings/language/", {"language": "kk"})
    assert answer["Location"] == "/kk/cabinet/settings/"
    assert Account.objects.get(party_id=town.student).language == "kk"


def test_a_language_that_is_not_spoken_is_refused(town, signed_in_as):
    answer = signed_in_as(town.student).post("/az/cabinet/settings/language/", {"language": "xx"})
    assert answer.status_code == 422
    assert Account.objects.get(party_id=town.student).language == "az"


def test_the_channels_are_remembered(town, signed_in_as):
    client = signed_in_as(town.student)
    client.post("/az/cabinet/settings/channels/", {"email": ["news"], "sms": ["deadlines", "security", "xx"]})
    chosen = ChannelChoice.objects.get(pk=town.student)
    assert (chosen.email, chosen.sms) == (["news"], ["deadlines"])
    page = client.get("/az/cabinet/settings/").content.decode()
    ticked = re.findall(r'name="(email|sms)" id="[^"]+" value="(\w+)" checked', page)
    assert ticked == [("email", "news"), ("sms", "deadlines")]


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_a_message_says_in_every_language_how_far_its_copies_came(language, town, signed_in_as):
    words = Text.same("x")
    number = send(by=SYSTEM, to=town.student, topic="test", subject=words, body=words)
    Delivery.objects.create(
        message_id=number, channel="sms", address="+994502000001", language="az", plain="x", key="k", status="delivered",
        sent_at=now(), ended_at=now(),
    )  # fmt: skip
    page = signed_in_as(town.student).get(f"/{language}/cabinet/messages/{number}/").content.decode()
    assert "+994•••01" in page
    assert "+994502000001" not in page


def test_a_key_is_shown_once_and_taken_back(town, signed_in_as):
    client = signed_in_as(town.student)
    page = client.post("/en/cabinet/settings/tokens/", KEY).content.decode()
    secret = re.search(r'value="(maarif_[a-z2-7]+)"', page)[1]
    assert secret not in client.get("/en/cabinet/settings/tokens/").content.decode()
    token = ApiToken.objects.get()
    assert token.party_id == town.student
    client.post(f"/en/cabinet/settings/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_takes_back_anothers_key(town, signed_in_as):
    signed_in_as(town.student).post("/en/cabinet/settings/tokens/", KEY)
    token = ApiToken.objects.get()
    signed_in_as(town.stranger).post(f"/en/cabinet/settings/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is None


@pytest.mark.parametrize("missing", ["name", "scopes", "days"])
def test_a_key_without_name_scope_or_time_is_refused_and_the_form_keeps_what_was_typed(missing, town, signed_in_as):
    answer = signed_in_as(town.student).post("/en/cabinet/settings/tokens/", {**KEY, missing: ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{missing}"' in page
    assert missing == "name" or 'value="My planner"' in page
    assert not ApiToken.objects.exists()


def test_a_message_is_read_by_its_reader_alone_and_reading_marks_it(town, signed_in_as):
    words = Text.same("Sənədiniz hazırdır")
    number = send(by=SYSTEM, to=town.student, topic="test", subject=words, body=words, link="/cabinet/documents/")
    assert signed_in_as(town.stranger).get(f"/az/cabinet/messages/{number}/").status_code == 404
    assert Message.objects.get(pk=number).read_at is None
    client = signed_in_as(town.student)
    assert "Sənədiniz hazırdır" in client.get("/az/cabinet/messages/").content.decode()
    page = client.get(f"/az/cabinet/messages/{number}/").content.decode()
    assert 'href="/az/cabinet/documents/"' in page
    assert Message.objects.get(pk=number).read_at is not None


def test_acting_for_a_child_is_recorded_in_the_childs_history(town, signed_in_as):
    client = signed_in_as(town.mother)
    assert client.post("/az/cabinet/family/act-for/", {"party": town.son}).status_code == 302
    client.post("/az/cabinet/family/act-for/", {"party": ""})
    written = Entry.objects.filter(subject=town.son, party=town.mother, kind="write").order_by("id")
    assert [entry.what for entry in written] == ["access.act_for", "access.act_for_self"]


@pytest.mark.parametrize("whom", ["stranger", "student", "mother"])
def test_nobody_acts_for_who_is_not_their_child(whom, town, signed_in_as):
    client = signed_in_as(town.mother)
    assert client.post("/az/cabinet/family/act-for/", {"party": getattr(town, whom)}).status_code == 404
    assert "acting_for" not in client.session


def test_the_guardian_sees_who_looked_at_the_child(town, signed_in_as):
    page = signed_in_as(town.mother, acting_for=town.son).get("/en/cabinet/data/looks/").content.decode()
    assert "Nobody has looked" in page


@pytest.mark.parametrize("topic", ["identity", "family", "enrolments", "posts", "assessments"])
def test_whoever_finds_a_mistake_is_told_who_corrects_it(topic, town, signed_in_as):
    page = signed_in_as(town.student).get(f"/en/cabinet/data/wrong/{topic}/").content.decode()
    assert "What to do" in page
    assert "146" in page


def test_advice_about_nothing_is_not_found(town, signed_in_as):
    assert signed_in_as(town.student).get("/en/cabinet/data/wrong/weather/").status_code == 404
