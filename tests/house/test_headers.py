"""Every answer carries the headers of safety, whatever its status; the walk finds a page that lacks them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from maarif.support.access.policy import POLICY
from maarif.support.keys.operations import ensure_demo
from tests.signing_in import sign_in
from tests.support.access.test_matrix import parameters
from tests.surfaces.town import build

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src" / "maarif"


def faults(response: Any, *, signed_in: bool) -> Iterator[str]:
    """What an answer lacks."""
    policy = response.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        yield "no content security policy"
    if "unsafe" in policy:
        yield "an unsafe content security policy"
    if response.get("X-Content-Type-Options") != "nosniff":
        yield "may be sniffed"
    if response.get("X-Frame-Options") != "DENY":
        yield "may be framed"
    if response.get("Referrer-Policy") != "same-origin":
        yield "tells where people come from"
    if response.get("Strict-Transport-Security", "").partition(";")[0] != "max-age=63072000":
        yield "no HSTS"
    if signed_in and "no-store" not in response.get("Cache-Control", ""):
        yield "may be kept by a cache"
    for cookie in response.cookies.values():
        if not (cookie["httponly"] and cookie["secure"] and cookie["samesite"]):
            yield f"a careless cookie {cookie.key}"


def everywhere() -> list[str]:
    """Every address that needs no thing, and some that do not exist."""
    plain = [reverse(name) for name, names in parameters().items() if name in POLICY and not names]
    return [*plain, "/az/nowhere/", "/nowhere", "/az/cabinet/documents/none/"]


@pytest.fixture
def https(settings: Any) -> dict[str, str]:
    """As behind the proxy of a ministry."""
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    return {"X-Forwarded-Proto": "https"}


@pytest.fixture
def student(tmp_path: Path, settings: Any) -> int:
    """Somebody whose pages are all full."""
    settings.KEYS_FOLDER = tmp_path / "keys"
    ensure_demo(settings.KEYS_FOLDER)
    return build().student


@pytest.mark.slow
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_is_dressed(https: dict[str, str], student: int, signed_in: bool) -> None:
    client = Client(raise_request_exception=False)
    if signed_in:
        sign_in(client, student)
    found = {path: list(faults(client.get(path, headers=https), signed_in=signed_in)) for path in everywhere()}
    assert {path: what for path, what in found.items() if what} == {}
    assert len(found) > 40


def test_a_naked_answer_is_found() -> None:
    """The planted fault."""
    naked = HttpResponse("x")
    naked.set_cookie("c", "1")
    assert len(list(faults(naked, signed_in=True))) == 7


def test_no_template_has_script_or_style_of_its_own() -> None:
    """What the policy would forbid in the browser is not written in the first place; letters are the exception."""
    import re

    wrong = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.html")
        if "notices/templates" not in path.as_posix()
        and re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(src=|type=\"application))", path.read_text())
    ]
    assert wrong == []
