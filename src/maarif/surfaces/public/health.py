"""What can be asked whether it works; the wiring plugs the questions in."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

log = logging.getLogger("maarif.health")


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One part of the portal and how to ask whether it works; `vital` when no page can be made without it."""

    name: str
    works: Callable[[], bool]
    vital: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a part answered."""

    name: str
    works: bool
    vital: bool


_probes: list[Probe] = []


def plug_in(probes: Sequence[Probe]) -> None:
    """Wiring says which parts there are; a second call replaces the first."""
    _probes[:] = probes


def ask() -> tuple[Answer, ...]:
    """Asks every part; one that cannot answer does not work."""
    return tuple(Answer(name=probe.name, works=_works(probe), vital=probe.vital) for probe in _probes)


def _works(probe: Probe) -> bool:
    try:
        return probe.works()
    except Exception:  # whatever a broken part raises means that it does not work
        log.exception("%s does not answer", probe.name)
        return False
