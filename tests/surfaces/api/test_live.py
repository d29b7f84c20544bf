"""A program goes the whole way on the served portal, under the roles of production, and verifies what it got offline."""

import hashlib
import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.live import Live

SECRET = "maarif_livejourneylivejourneylivejour"
SCOPES = "{cases:read,cases:write,documents:read,profile:read}"


def ask(live: Live, method: str, path: str, body: object = None, **headers: str) -> Any:
    request = urllib.request.Request(
        f"{live.url}/api/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json", **headers},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        content = answer.read()
        return json.loads(content) if answer.headers["Content-Type"].startswith("application/json") else content


@pytest.mark.slow
@pytest.mark.browser
def test_a_program_gets_a_certificate_of_the_served_portal_and_verifies_it_offline(live: Live, tmp_path: Path) -> None:
    digest = hashlib.sha256(SECRET.encode()).hexdigest()
    live.sql(
        "INSERT INTO access_apitoken (party_id, account, name, hint, digest, scopes, language, expires_at) "
        f"SELECT party_id, 0, 'live', 'maarif_live', '\\x{digest}', '{SCOPES}', 'az', now() + interval '1 day' "
        "FROM people_person WHERE sourced_id = 'az-persona-student'"
    )
    draft = ask(live, "POST", "/me/drafts", {"service": "higher.study_certificate"})
    draft = ask(live, "PUT", f"/me/drafts/{draft['key']}/answers/presented_to", {"value": "Səfirlik"})
    draft = ask(live, "PUT", f"/me/drafts/{draft['key']}/answers/paper_language", {"value": "az"})
    body = {"declared": True, "digest": draft["digest"]}
    receipt = ask(live, "POST", f"/me/drafts/{draft['key']}/submission", body, **{"Idempotency-Key": "live-journey"})
    document = receipt["documents"][0]["id"]
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(ask(live, "GET", f"/me/documents/{document}/pdf"))
    verdict = json.loads(live.maarif("verify", str(paper), "--json"))
    assert (verdict["genuine"], verdict["troubles"]) == (True, [])
    check = ask(live, "POST", "/checks", {"id": document, "birth_date": "2005-11-08"})
    assert (check["status"], check["number"]) == ("valid", receipt["documents"][0]["number"])
