"""Asks the API everything that its description allows, and holds each answer to the description."""

from collections.abc import Callable
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from maarif.config.wsgi import application
from maarif.kernel.text import LANGUAGES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 8
PLENTY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def described() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def everything(operation: int) -> bool:
    """Every operation of the description, whatever its number."""
    return True


def ask_everything(
    known: dict[str, Any],
    headers: dict[str, str],
    *,
    examples: int = EXAMPLES,
    chosen: Callable[[int], bool] = everything,
) -> dict[str, set[int]]:
    """Asks every operation whose number is `chosen` what it takes, and what it must refuse; the statuses met, by operation."""
    met: dict[str, set[int]] = {}
    for number, found in enumerate(described().get_all_operations()):
        if not chosen(number):
            continue
        operation = found.ok()
        met[operation.label] = ask(operation.as_strategy(), known, headers, examples)
        if operation.path_parameters or operation.query or operation.body:
            wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
            met[operation.label] |= ask(wrong, {}, headers, max(1, examples // 2))
    return met


def ask(cases: st.SearchStrategy[Any], known: dict[str, Any], headers: dict[str, str], examples: int) -> set[int]:
    """Asks one operation, now with made-up values and now with those of real things (`known`)."""
    statuses: set[int] = set()

    @settings(PLENTY, max_examples=examples)
    @given(case=cases, real=st.booleans(), language=st.sampled_from(LANGUAGES))
    def run(case: Any, real: bool, language: str) -> None:
        if real and known:
            case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
            if isinstance(case.body, dict) and "service" in case.body:
                case.body = {"service": known["code"]}
        response = case.call(headers={**headers, "Accept-Language": language})
        case.validate_response(response, checks=CHECKS)
        statuses.add(response.status_code)

    run()
    return statuses
