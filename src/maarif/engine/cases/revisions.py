"""Open cases by the declaration that they go on under."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg

from maarif.engine import registry
from maarif.engine.cases.models import Case, FrozenDeclaration
from maarif.engine.cases.types import OPEN
from maarif.engine.declare import Service
from maarif.engine.registry import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Open cases of a service that were sent under a declaration which is not today's.

    `differs` is what today's says otherwise; `gone` a function that theirs names and the code no longer has, so that they
    cannot go on; `withdrawn` holds when no such service is declared any more.
    """

    service: str
    digest: str
    cases: tuple[str, ...]
    differs: tuple[Difference, ...]
    gone: str | None
    withdrawn: bool


def revisions(only: tuple[str, ...] = ()) -> tuple[Revision, ...]:
    """The open cases that a decision under today's declaration would treat otherwise, by service and declaration; two statements."""
    open_cases = Case.objects.filter(status__in=[status.value for status in OPEN]).exclude(declaration=None)
    if only:
        open_cases = open_cases.filter(service__in=only)
    rows = open_cases.values_list("service", "declaration").annotate(numbers=ArrayAgg("number", order_by="number"))
    today = {service.code: service for service in registry.all_services()}
    older = [row for row in rows.order_by("service", "declaration") if not _is_todays(today.get(row[0]), row[1])]
    kept = FrozenDeclaration.objects.in_bulk([digest for _, digest, _ in older])
    return tuple(_revision(today.get(code), kept[digest], tuple(numbers)) for code, digest, numbers in older)


def _is_todays(service: Service[object] | None, digest: str) -> bool:
    return service is not None and registry.frozen(service).digest == digest


def _revision(service: Service[object] | None, kept: FrozenDeclaration, numbers: tuple[str, ...]) -> Revision:
    return Revision(
        service=kept.service,
        digest=kept.digest,
        cases=numbers,
        differs=registry.differences(kept.body, registry.frozen(service).body) if service is not None else (),
        gone=registry.gone(kept.body),
        withdrawn=service is None,
    )
