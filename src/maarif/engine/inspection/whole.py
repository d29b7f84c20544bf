"""The inspection itself: every service that wiring plugged in, static or whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from maarif.engine.declare import Service
from maarif.engine.inspection import declarations, surroundings, telling
from maarif.engine.inspection.types import Fault
from maarif.engine.registry.discovery import readable
from maarif.kernel.countries import codes, country


def inspect(*, whole: bool, only: Iterable[str] = ()) -> tuple[Fault, ...]:
    """Every fault of every service (or of those named); the whole inspection also tells stories and sets papers in type.

    A service that cannot even be read is a fault and does not stop the others; so is a code that a country enables and nobody
    declares.
    """
    wanted = frozenset(only)
    found, unreadable = readable()
    faults = [Fault(service=code, check="declaration", detail=why) for code, why in unreadable]
    known = {service.code for service in found} | {code for code, _ in unreadable}
    faults += _enabled_nowhere(known)
    faults += [
        Fault(service=code, check="unknown", detail="there is no such folder") for code in sorted(wanted - known)
    ]
    for service in found:
        if not wanted or service.code in wanted:
            faults += _faults(service, whole)
    return tuple(fault for fault in faults if not wanted or fault.service in wanted)


def _faults(service: Service[Any], whole: bool) -> list[Fault]:
    found = [*declarations.check(service), *surroundings.check(service)]
    if whole and not found:
        found += telling.check(service)
    return found


def _enabled_nowhere(known: set[str]) -> Iterator[Fault]:
    for code in codes():
        for service in sorted(country(code).services - known):
            yield Fault(
                service=service, check="enabled_unknown", detail=f"{code} enables it, but there is no such folder"
            )
