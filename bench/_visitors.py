"""Signs people of the demo country in and lets them apply, so that the cabinets measured hold real things.

Run under the served portal's environment: `python -m bench._visitors N` prints one JSON object a visitor.
"""

import json
import sys

from maarif.config.cli import setup

setup()

from allauth.usersessions.models import UserSession  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.middleware.csrf import CSRF_SECRET_LENGTH  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402

from maarif.engine.cases import operations as cases  # noqa: E402
from maarif.engine.cases import queries  # noqa: E402
from maarif.engine.cases.types import Eligible  # noqa: E402
from maarif.kernel.errors import MaarifError  # noqa: E402
from maarif.support.parties.types import Actor, Assurance  # noqa: E402

STUDENTS = """
    SELECT DISTINCT e.person_id FROM enrolments_enrolment e WHERE e.status = 'active' AND e.kind = 'bachelor' ORDER BY 1 LIMIT %s
"""
PARENTS = """
    SELECT DISTINCT g.guardian_id FROM people_guardianship g JOIN enrolments_enrolment e ON e.person_id = g.ward_id
    WHERE e.status = 'active' AND e.kind = 'general' ORDER BY 1 LIMIT %s
"""


def main(count: int) -> None:
    """Half students with a certificate, half parents with a certificate of a child."""
    for statement, service in ((STUDENTS, "higher.study_certificate"), (PARENTS, "school.study_certificate")):
        with connection.cursor() as cursor:
            cursor.execute(statement, [count // 2])
            people = [row[0] for row in cursor.fetchall()]
        for party in people:
            actor = Actor(party=party, assurance=Assurance.NATIONAL, language="az")
            sent = _apply(actor, service)
            client = Client()
            account = sign_in(client, party)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            UserSession.objects.create(
                user=account, session_key=cookie, ip="127.0.0.1", user_agent="bench"
            )  # as a real sign-in
            print(
                json.dumps(
                    {
                        "party": party,
                        "account": account.pk,
                        "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {_kept_by_browsers()}",
                        "sent": sent,
                    }
                )
            )


def _kept_by_browsers() -> str:
    """The other cookies that a browser has from the second page on; without them each answer would set them anew."""
    secret = get_random_string(CSRF_SECRET_LENGTH)
    return f"{settings.CSRF_COOKIE_NAME}={secret}; {settings.LANGUAGE_COOKIE_NAME}=az"


def _apply(actor: Actor, service: str) -> bool:
    """One application sent as it is prefilled, one draft begun; False where the service does not fit the person."""
    try:
        subject = next(one.party for one in queries.candidates(service, actor) if isinstance(one.eligibility, Eligible))
        draft = cases.start_draft(by=actor, service=service, subject=subject)
        for question in queries.draft_for(actor, draft).questions:
            if not question.answered:
                raw = question.options[0].value if question.options else "Bank"
                cases.save_answer(by=actor, draft=draft, field=question.code, raw=raw)
        whole = queries.draft_for(actor, draft)
        cases.submit(by=actor, draft=draft, idempotency_key=f"bench-{draft}", seen=whole.digest)
    except (StopIteration, MaarifError) as error:
        print(error, file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    main(int(sys.argv[1]))
