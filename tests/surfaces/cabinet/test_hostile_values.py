"""Every field of every form of the cabinet against values that nobody types: refused or rightly stored, never a fault of ours."""

import json

import pytest
from tests.surfaces.cabinet.test_form import begin
from tests.surfaces.hostile import LONGEST, VALUES

from maarif.engine.cases.models import Case
from maarif.engine.registry import services
from maarif.kernel.names import UncleanText, clean
from maarif.support.access.models import ApiToken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KINDLY = (200, 302, 400, 404, 405, 413, 422)


def sent(client, address, form):
    """Posts the form as a browser would encode it; lone surrogates travel as the bytes they are."""
    body = "&".join(f"{name}={_quoted(value)}" for name, value in form.items())
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


def _quoted(value):
    from urllib.parse import quote

    return quote(value.encode("utf-8", "surrogatepass"), safe="")


@pytest.fixture
def draft(town, signed_in_as):
    client = signed_in_as(town.student)
    return client, begin(client)


@pytest.mark.parametrize("field", ["presented_to", "paper_language", "enrolment"])
@pytest.mark.parametrize("save", ["", "save/"])
def test_every_question_of_a_form_refuses_or_stores_rightly(field, save, draft):
    client, page = draft
    for value in VALUES:
        answer = sent(client, f"{page}questions/{field}/{save}", {field: value})
        assert answer.status_code in KINDLY, repr(value)
        kept = Case.objects.get().answers.get(field)
        if field == "presented_to" and kept:
            assert kept == clean(kept), repr(value)
            assert len(kept) <= 120
        if field == "paper_language":
            assert kept in {"az", "ru", "en"}, repr(value)


def test_what_is_stored_of_an_answer_is_what_was_typed_without_what_no_register_keeps(draft):
    client, page = draft
    for value in VALUES:
        try:
            expected = clean(value)
        except UncleanText:
            expected = None
        answer = sent(client, f"{page}questions/presented_to/", {"presented_to": value})
        if expected is None or len(expected) > 120 or len(value) > 480:
            continue
        if answer.status_code == 302:
            assert (Case.objects.get().answers["presented_to"] or "") == expected, repr(value)


def test_a_refused_value_is_shown_again_without_becoming_markup(draft):
    client, page = draft
    answer = sent(client, f"{page}questions/presented_to/", {"presented_to": "<script>alert(1)</script>" * 30})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("field", ["key", "seen", "declaration"])
def test_the_page_that_sends_refuses_what_it_did_not_write(field, draft):
    client, page = draft
    client.post(f"{page}questions/presented_to/", {"presented_to": ""})
    for value in VALUES:
        form = {"key": "0" * 32, "seen": "0" * 64, "declaration": "yes", field: value}
        assert sent(client, f"{page}check/", form).status_code in KINDLY, repr(value)
        assert Case.objects.get().number is None, repr(value)


@pytest.mark.parametrize(
    ("address", "field", "form"),
    [
        ("family/act-for/", "party", {}),
        ("settings/language/", "language", {}),
        ("settings/channels/", "email", {}),
        ("settings/tokens/", "name", {"scopes": "cases:read", "days": "30"}),
        ("settings/tokens/", "scopes", {"name": "x", "days": "30"}),
        ("settings/tokens/", "days", {"name": "x", "scopes": "cases:read"}),
        ("apply/higher.study_certificate/", "for", {}),
        ("settings/tokens/1/revoke/", "x", {}),
    ],
)
def test_every_other_form_of_the_cabinet_answers_kindly(address, field, form, town, signed_in_as):
    client = signed_in_as(town.student)
    for value in VALUES:
        answer = sent(client, f"/en/cabinet/{address}", {**form, field: value})
        assert answer.status_code in KINDLY, repr(value)
    for token in ApiToken.objects.all():
        assert token.name == clean(token.name)


@pytest.mark.parametrize("address", ["messages/", "data/looks/", "apply/higher.study_certificate/"])
@pytest.mark.parametrize("name", ["before", "for", "language", "to"])
def test_every_parameter_of_an_address_is_taken_kindly(name, address, town, signed_in_as):
    client = signed_in_as(town.student)
    for value in VALUES:
        assert client.get(f"/en/cabinet/{address}?{name}={_quoted(value)}").status_code in KINDLY, repr(value)


def test_ten_megabytes_are_refused_without_being_read_into_an_answer(draft):
    client, page = draft
    answer = client.post(f"{page}questions/presented_to/", {"presented_to": "a" * LONGEST})
    assert answer.status_code in {400, 413}
    assert "presented_to" not in Case.objects.get().answers


def test_ten_thousand_fields_are_refused(draft):
    client, page = draft
    answer = client.post(f"{page}questions/presented_to/", {f"field{number}": "x" for number in range(10_000)})
    assert answer.status_code in {400, 413}


def test_every_service_of_the_catalogue_opens_its_start_for_everybody(town, signed_in_as):
    """No declared service may break the page before the form, whoever asks."""
    for party in (town.student, town.mother, town.teacher, town.registrar):
        client = signed_in_as(party)
        for service in services():
            assert client.get(f"/en/cabinet/apply/{service.code}/").status_code == 200, (service.code, party)


def test_hostile_values_cannot_be_found_in_the_json_of_an_answer(draft):
    client, page = draft
    sent(client, f"{page}questions/presented_to/", {"presented_to": "a\x00b"})
    assert "\\u0000" not in json.dumps(Case.objects.get().answers)


def test_the_corpus_catches_a_form_that_cleans_nothing(draft, monkeypatch):
    """The planted fault: answers go into the register as they were typed."""
    monkeypatch.setattr("maarif.engine.forms.checking.clean", lambda typed: typed)
    client, page = draft
    client.raise_request_exception = False
    caught = []
    for value in VALUES:
        answer = sent(client, f"{page}questions/presented_to/", {"presented_to": value})
        kept = Case.objects.get().answers.get("presented_to") or ""
        if answer.status_code not in KINDLY or not _is_clean(kept):
            caught.append(value)
            break
    assert caught


def _is_clean(kept):
    try:
        return kept == clean(kept)
    except UncleanText:
        return False
