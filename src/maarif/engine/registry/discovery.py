"""Finds the declarations below the packages that wiring plugged in, once, and picks those that a country runs."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from maarif.engine.declare import Service
from maarif.engine.registry.errors import NoSuchService, NotAService, ServiceNotRun
from maarif.kernel import countries

_packages: Final[list[str]] = []


def plug(package: str) -> None:
    """Adds a package of services, folder by folder `<group>/<name>/service.py`; the same package twice counts once."""
    if package not in _packages:
        _packages.append(package)
        forget()


def forget() -> None:
    """Reads everything again at the next question; for tests and for the developer's reload."""
    _found.cache_clear()
    _folders.cache_clear()


def all_services() -> tuple[Service[Any], ...]:
    """Every declaration there is, run by the country or not, by code."""
    return tuple(found for _, found in sorted(_found().items()))


def services(country: str | None = None) -> tuple[Service[Any], ...]:
    """The services that a country runs (the active one when none is named), by code."""
    running = countries.country(country) if country else countries.active_country()
    return tuple(found for found in all_services() if found.code in running.services)


def service(code: str, country: str | None = None) -> Service[Any]:
    """The service with this code in a country (the active one when none is named).

    NoSuchService when nobody declared it, ServiceNotRun when this country does not run it.
    """
    found = _found().get(code)
    if found is None:
        raise NoSuchService(service=code)
    running = countries.country(country) if country else countries.active_country()
    if code not in running.services:
        raise ServiceNotRun(service=code, country=running.code)
    return found


def correcting(country: str | None = None) -> Service[Any] | None:
    """The service of the country by which somebody has a wrong fact corrected; None where it runs none."""
    return next((each for each in services(country) if each.corrects is not None), None)


def consenting(country: str | None = None) -> Service[Any] | None:
    """The service of the country by which somebody lets another see the record; None where it runs none."""
    return next((each for each in services(country) if each.consents), None)


def is_run(code: str, country: str | None = None) -> bool:
    """Whether a service is declared and run by the country."""
    running = countries.country(country) if country else countries.active_country()
    return code in _found() and code in running.services


def source_of(code: str) -> Path:
    """The folder in which a service is declared."""
    return _folders()[code]


def module_of(code: str) -> str:
    """The package of a service, `maarif.catalogue.school.transfer`."""
    found = next((name for package in _packages for each, name in _modules(package) if each == code), None)
    if found is None:
        raise NoSuchService(service=code)
    return found.rpartition(".")[0]


def readable() -> tuple[tuple[Service[Any], ...], tuple[tuple[str, str], ...]]:
    """The declarations that can be read, and folder and reason of those that cannot; for the inspection, which names them all."""
    found, faults = [], []
    for code, name in (pair for package in _packages for pair in _modules(package)):
        try:
            found.append(_declared(code, name))
        except Exception as error:  # a declaration may fail in any way while it is being written
            faults.append((code, f"{type(error).__name__}: {error}"))
    return tuple(found), tuple(faults)


@lru_cache(maxsize=1)
def _found() -> Mapping[str, Service[Any]]:
    pairs = (pair for package in _packages for pair in _modules(package))
    return MappingProxyType({code: _declared(code, name) for code, name in pairs})


def _declared(code: str, module: str) -> Service[Any]:
    """The declaration of a module; NotAService when there is none or its code is not its folder."""
    declaration = getattr(importlib.import_module(module), "SERVICE", None)
    if not isinstance(declaration, Service) or declaration.code != code:
        raise NotAService(folder=code, declared=getattr(declaration, "code", None))
    return declaration


@lru_cache(maxsize=1)
def _folders() -> Mapping[str, Path]:
    return {code: _path_of(name) for package in _packages for code, name in _modules(package)}


def _path_of(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise NoSuchService(service=module)
    return Path(spec.origin).parent


def _modules(package: str) -> Iterator[tuple[str, str]]:
    """Pairs of service code and module name, for every `<group>/<name>/service.py` of a package."""
    root = importlib.import_module(package)
    for group in pkgutil.iter_modules(root.__path__):
        if not group.ispkg:
            continue
        parent = importlib.import_module(f"{package}.{group.name}")
        for folder in pkgutil.iter_modules(parent.__path__):
            home = Path(parent.__path__[0]) / folder.name / "service.py"
            if folder.ispkg and home.is_file():
                yield f"{group.name}.{folder.name}", f"{package}.{group.name}.{folder.name}.service"
