"""What a visit costs on the wire, measured in a browser against the portal as it is served."""

import pytest
from playwright.sync_api import Response

from tests.live import Live
from tests.surfaces.browser import wire_bytes
from tests.surfaces.conftest import NewPage

pytestmark = [pytest.mark.slow, pytest.mark.browser]
LIMIT = 100_000


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_the_first_visit_weighs_less_than_100_kilobytes_and_the_second_only_its_page(
    new_page: NewPage, live: Live, language: str
) -> None:
    page = new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # a method of a list cannot be a handler
    page.goto(f"{live.url}/{language}/", wait_until="networkidle")
    assert {answer.status for answer in answers} == {200}
    first = wire_bytes(answers)
    assert sum(first.values()) < LIMIT, first
    for answer in answers[1:]:
        assert "immutable" in answer.headers["cache-control"], answer.url
    answers.clear()
    page.goto(f"{live.url}/{language}/services/", wait_until="networkidle")
    second = {url: size for url, size in wire_bytes(answers).items() if size > 0 and "/static/" in url}
    assert second == {}
    print(f"{language}: {sum(first.values())} bytes at first")
