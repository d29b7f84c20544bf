"""The ordinary Django peer: what `startproject` sets up, sessions and user from the database, the ORM, Django's own templates.

Its connections are kept as ours are; by default Django would open one for each request, which costs more than the page.
"""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maarif.config.settings")

from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

from bench.peers.content import FOOTER, NAVIGATION, steps_of  # noqa: E402
from maarif.engine.cases.models import Case  # noqa: E402
from maarif.registries.enrolments.models import Enrolment  # noqa: E402
from maarif.registries.people.models import Guardianship, Person  # noqa: E402
from maarif.support.documents.models import Document  # noqa: E402
from maarif.support.notices.models import Message  # noqa: E402


def cabinet(request: HttpRequest) -> HttpResponse:
    """The cabinet's first page as most Django projects would write it."""
    account: Any = request.user
    person = Person.objects.get(pk=account.party_id)
    cases = list(
        Case.objects.filter(Q(party=person.pk) | Q(subject=person.pk)).exclude(number=None).order_by("-pk")[:5]
    )
    children = [bond.ward for bond in Guardianship.objects.filter(guardian=person).select_related("ward")]
    studies: dict[int, list[str]] = {}
    for enrolment in Enrolment.objects.filter(person__in=[person, *children], status="active").select_related(
        "institution"
    ):
        studies.setdefault(enrolment.person_id, []).append(f"{enrolment.institution.name}, {enrolment.grade or ''}")
    documents = Document.objects.filter(holder=person.pk).order_by("-pk")[:5]
    context = {
        "person": {"given_name": person.given_name, "full_name": f"{person.family_name} {person.given_name}"},
        "navigation": NAVIGATION,
        "footer": FOOTER,
        "unread": Message.objects.filter(party=person.pk, read_at=None).count(),
        "open_count": sum(case.status == "in_progress" for case in cases),
        "cases": [
            {
                "number": case.number, "title": case.service, "color": "success", "status": case.status, "sent": case.submitted_at,
                "subject": person.given_name, "steps": steps_of(case.status),
            }
            for case in cases
        ],
        "children": [
            {"initial": child.given_name[:1], "name": f"{child.given_name} {child.family_name}", "lines": studies.get(child.pk, [])}
            for child in children
        ],
        "documents": [{"id": one.public_id, "title": one.kind, "number": one.number, "issued": one.issued_on} for one in documents],
    }  # fmt: skip
    return render(request, "cabinet.html", context, using="django")


urlpatterns = [
    path("az/cabinet/", cabinet),
    path("healthz", lambda request: HttpResponse("ok")),
    *(
        path(href.lstrip("/").replace("<", "(").replace(">", ")"), cabinet, name=f"n{place}")
        for place, href in enumerate(json.loads(os.environ["BENCH_LINKS"]))
    ),
]
settings.ROOT_URLCONF = __name__
settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"  # not ours, which reads the account along
settings.MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
settings.TEMPLATES[1]["DIRS"] = [os.environ["BENCH_TEMPLATES"] + "/django"]
settings.TEMPLATES[1]["NAME"] = "django"
application = get_wsgi_application()
