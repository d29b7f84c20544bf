"""The lean peer: Starlette, asyncpg and Jinja2, three prepared statements, a revocable session row as ours."""

import os
from typing import Any

import asyncpg
import jinja2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from bench.peers.content import FOOTER, NAVIGATION, steps_of

SESSION = """
    SELECT p.party_id, p.given_name, p.family_name || ' ' || p.given_name AS full_name,
           (SELECT count(*) FROM notices_message m WHERE m.party_id = p.party_id AND m.read_at IS NULL) AS unread
    FROM django_session s JOIN usersessions_usersession u ON u.session_key = s.session_key
    JOIN identity_account a ON a.id = u.user_id AND a.is_active JOIN people_person p ON p.party_id = a.party_id
    WHERE s.session_key = $1 AND s.expire_date > now()
"""
CASES = """
    SELECT number, service, status, submitted_at FROM cases_case
    WHERE (party_id = $1 OR subject_id = $1) AND number IS NOT NULL ORDER BY id DESC LIMIT 5
"""
FAMILY = """
    SELECT p.given_name, p.family_name, i.name AS school, e.grade FROM people_guardianship g
    JOIN people_person p ON p.party_id = g.ward_id
    LEFT JOIN enrolments_enrolment e ON e.person_id = p.party_id AND e.status = 'active'
    LEFT JOIN institutions_institution i ON i.party_id = e.institution_id WHERE g.guardian_id = $1
"""
DOCUMENTS = (
    "SELECT public_id, kind, number, issued_on FROM documents_document WHERE holder_id = $1 ORDER BY id DESC LIMIT 5"
)

template = jinja2.Environment(
    loader=jinja2.FileSystemLoader(os.environ["BENCH_TEMPLATES"] + "/jinja"), autoescape=True
).get_template("cabinet.html")
_pools: list[Any] = []


class Words(dict[str, str]):
    """A catalogue of translations."""

    def get_or_same(self, text: str) -> str:
        """The translation, else the text itself."""
        return self.get(text, text)


WORDS = Words()


async def cabinet(request: Request) -> HTMLResponse:
    """The same page for whoever the session belongs to; what the session holds besides is Django's own and is not opened."""
    if not _pools:
        _pools.append(await asyncpg.create_pool(os.environ["BENCH_DSN"], min_size=4, max_size=8))
    async with _pools[0].acquire() as connection:
        person = await connection.fetchrow(SESSION, request.cookies["sessionid"])
        cases = await connection.fetch(CASES, person["party_id"])
        family = await connection.fetch(FAMILY, person["party_id"])
        documents = await connection.fetch(DOCUMENTS, person["party_id"])
    page = template.render(
        t=WORDS.get_or_same, person=person, navigation=NAVIGATION, footer=FOOTER, unread=person["unread"],
        open_count=sum(case["status"] == "in_progress" for case in cases),
        cases=[
            {"number": case["number"], "title": case["service"], "color": "success", "status": case["status"], "sent": case["submitted_at"],
             "subject": person["given_name"], "steps": steps_of(case["status"])} for case in cases
        ],
        children=[{"initial": row["given_name"][:1], "name": f"{row['given_name']} {row['family_name']}", "lines": [f"{row['school']}, {row['grade'] or ''}"]} for row in family],
        documents=[{"id": row["public_id"], "title": row["kind"], "number": row["number"], "issued": row["issued_on"]} for row in documents],
    )  # fmt: skip
    return HTMLResponse(page)


application = Starlette(
    routes=[Route("/az/cabinet/", cabinet), Route("/healthz", lambda request: PlainTextResponse("ok"))]
)
