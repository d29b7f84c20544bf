"""The public pages: open to everybody, in five languages, with filters in the address."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from maarif.engine import registry
from maarif.kernel.text import LANGUAGES

READING = (
    "",
    "services/",
    "check/",
    "check/offline/",
    "help/",
    "accessibility/",
    "privacy/",
    "promises/",
    "status/",
    "appearance/",
    "feedback/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", READING)
def test_a_public_page_opens_without_signing_in_in_its_language(client: Client, language: str, path: str) -> None:
    answer = client.get(f"/{language}/{path}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    assert re.search(r"<title>\s*\S.* · Maarif</title>", page)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_of_the_country_has_its_page_before_sign_in(client: Client, language: str) -> None:
    for service in registry.services():
        answer = client.get(f"/{language}/services/{service.code.replace('.', '/')}/")
        page = answer.content.decode()
        assert answer.status_code == 200
        for key in ("title", "who", "need", "how_long", "result", "appeal"):
            assert escaped(registry.text(service, key, language)) in page
        assert f'href="/{language}/cabinet/apply/{service.code}/"' in page


@pytest.mark.django_db
def test_the_front_page_counts_its_services_and_shows_each_audience(client: Client) -> None:
    page = client.get("/en/").content.decode()
    assert f"{len(registry.services())} services" in page
    for _, name, _ in registry.audiences():
        assert f"<h2>{name.en}</h2>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["higher/nothing", "nothing/study_certificate", "higher/queue"])
def test_a_service_that_is_not_run_has_no_page(client: Client, code: str) -> None:
    assert client.get(f"/az/services/{code}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("az", "tələbə arayış"), ("az", "telebe arayis"), ("ru", "справка вуз"), ("en", "study"), ("kk", "анықтама")],
)
def test_the_catalogue_is_searched_in_the_reader_s_words(client: Client, language: str, words: str) -> None:
    found = codes(client.get(f"/{language}/services/", {"q": words}).content.decode())
    assert found == [each.code for each in registry.search(words, language)]
    assert found


@pytest.mark.django_db
def test_filters_stand_in_the_address_and_can_be_taken_away(client: Client) -> None:
    page = client.get("/en/services/", {"audience": "teacher", "event": "teaching"}).content.decode()
    assert codes(page) == [each.code for each in registry.search("", "en", audience="teacher", life_event="teaching")]
    assert 'href="/en/services/?event=teaching" aria-current="true"' in page
    assert 'href="/en/services/?audience=teacher" aria-current="true"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["%00", "\x00", "<script>alert(1)</script>", "a" * 5000, "‮evil", "' OR 1=1 --", "\ud83d\ude00"]
)
def test_no_query_breaks_the_catalogue(client: Client, query: str) -> None:
    query = query.encode("utf-16", "surrogatepass").decode("utf-16")
    answer = client.get("/az/services/", {"q": query, "audience": query, "event": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.django_db
def test_finding_nothing_tells_what_to_do_next(client: Client) -> None:
    page = client.get("/ru/services/", {"q": "zxcv"}).content.decode()
    assert "Ничего не найдено" in page
    assert 'href="/ru/services/"' in page


@pytest.mark.django_db
def test_an_address_without_a_language_is_led_to_the_reader_s(client: Client) -> None:
    answer = client.get("/check/t/abc", headers={"accept-language": "ky,ru;q=0.5"})
    assert (answer.status_code, answer["Location"]) == (302, "/ky/check/t/abc")


@pytest.mark.django_db
def test_search_engines_are_told_what_is_public(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /az/cabinet/" in robots
    assert "Disallow: /en/desk/" in robots
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = [node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(addresses) == len(set(addresses)) == 5 * (8 + len(registry.services()))
    assert not [address for address in addresses if "/cabinet/" in str(address) or "/account/" in str(address)]


@pytest.mark.django_db
def test_a_machine_learns_whether_the_portal_is_well(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["parts"]["database"] is True


@pytest.mark.django_db
def test_a_vital_part_that_fails_makes_the_portal_unwell_and_a_lesser_one_only_shows(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from maarif.surfaces.public import health

    def broken() -> bool:
        raise RuntimeError("gone")

    lesser = health.Probe(name="worker", works=broken)
    monkeypatch.setattr(health, "_probes", [lesser])
    assert client.get("/healthz").status_code == 200
    assert "İşləmir" in client.get("/az/status/").content.decode()
    monkeypatch.setattr(health, "_probes", [health.Probe(name="database", works=broken, vital=True)])
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "parts": {"database": False}})


def codes(page: str) -> list[str]:
    """The services that a list shows, in its order."""
    return [code.replace("/", ".") for code in re.findall(r'<h2><a href="/../services/([a-z_]+/[a-z_]+)/"', page)]


def escaped(text: str) -> str:
    """A text as templates write it."""
    from markupsafe import escape

    return str(escape(text))
