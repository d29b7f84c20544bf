"""Checks of a declaration by itself: code, stages, outcomes, questions, rules, fee."""

from collections.abc import Iterator
from typing import Any, Final

from maarif.engine.declare import Field, Kind, Office, Service, Stage
from maarif.engine.inspection.types import Fault
from maarif.engine.registry import plain
from maarif.kernel.countries import codes, country
from maarif.kernel.errors import MaarifError

LONGEST_ANSWER: Final = 5000
MOST_FILES: Final = 10
MOST_MEGABYTES: Final = 25
MOST_PAGES: Final = 300
#: Offices of which there are many, so that a stage has to say which one.
_SEATED: Final = frozenset({Office.SCHOOL, Office.INSTITUTION, Office.DISTRICT, Office.OTHER_BODY})


def check(service: Service[Any]) -> Iterator[Fault]:
    """Everything that a declaration can get wrong without its texts, its law and its stories."""
    for code, detail in (
        *_codes(service),
        *_stages(service),
        *_ways(service),
        *_functions(service),
        *_outcomes(service),
        *_questions(service),
        *_refusals(service),
        *_fee(service),
    ):
        yield Fault(service=service.code, check=code, detail=detail)


def _codes(service: Service[Any]) -> Iterator[tuple[str, str]]:
    parts: dict[str, list[str]] = {
        "question": [field.code for field in service.form]
        + list(dict.fromkeys(field.code for stage in service.stages for field in stage.asks)),
        "opinion": [opinion.code for stage in service.stages for opinion in stage.opinions],
        "cosigner": list(service.cosigner_codes),
        "rule": [rule.code for rule in service.eligible],
        "stage or outcome": [stage.code for stage in service.stages] + [end.code for end in service.outcomes],
        "known fact": [known.code for known in service.known],
    }
    for kind, found in parts.items():
        for code in sorted({code for code in found if found.count(code) > 1}):
            yield "code_twice", f"two times the {kind} {code!r}"
        for code in found:
            if not code.isidentifier() or not code.islower():
                yield "code_form", f"the {kind} {code!r} is not written in lower_case_words"
    if not (service.prefix.isascii() and service.prefix.isalpha() and service.prefix.isupper()):
        yield "code_form", f"the number prefix {service.prefix!r} is not capital Latin letters"
    if not service.audiences or not service.subjects or not service.life_events:
        yield "for_nobody", "a service names at least one audience, one subject and one life event"


def _stages(service: Service[Any]) -> Iterator[tuple[str, str]]:
    if not service.stages:
        yield "no_stage", "nobody decides: a service has at least one stage"
        return
    known = {stage.code for stage in service.stages} | {outcome.code for outcome in service.outcomes}
    reached = reachable(service)
    for stage in service.stages:
        if stage.code not in reached:
            yield "stage_unreachable", f"no way leads to the stage {stage.code!r}"
        for code in stage.ways:
            if code not in known:
                yield "stage_unknown", f"the stage {stage.code!r} leads to {code!r}, which is declared nowhere"
        if not stage.then:
            yield "stage_dead_end", f"no way leads on from the stage {stage.code!r}"
        yield from _office(stage)


def _office(stage: Stage[Any]) -> Iterator[tuple[str, str]]:
    if not isinstance(stage.decided_by, Office):
        yield "stage_without_office", f"nobody is named to decide the stage {stage.code!r}"
    elif stage.decided_by is Office.MACHINE and stage.within.days != 0:
        yield "stage_limit", f"the machine decides the stage {stage.code!r} at once, not in {stage.within.days} days"
    elif stage.decided_by not in (Office.MACHINE, Office.PLACEMENT) and stage.within.days < 1:
        yield "stage_limit", f"the stage {stage.code!r} has no limit of working days"
    if stage.decided_by is not Office.MACHINE and stage.decide is not None:
        yield "stage_decides_itself", f"people decide the stage {stage.code!r}, so it has no function `decide`"
    if stage.decided_by in _SEATED and stage.at is None:
        yield "stage_without_seat", f"nothing says which {stage.decided_by} decides the stage {stage.code!r}"


def _ways(service: Service[Any]) -> Iterator[tuple[str, str]]:
    """Where a stage goes by itself is among its ways; an opinion has a term; a refusal by people has grounds."""
    for stage in service.stages:
        if stage.silence is not None and stage.silence not in stage.then:
            yield "stage_unknown", f"the silence of {stage.code!r} leads to {stage.silence!r}, not one of its ways"
        if stage.decided_by is Office.MACHINE and (stage.asks or stage.opinions or stage.two_persons or stage.silence):
            yield "stage_asks_nobody", f"the machine decides {stage.code!r}: it asks nothing and waits for nobody"
        for opinion in stage.opinions:
            if opinion.within.days < 1:
                yield "stage_limit", f"the opinion {opinion.code!r} has no limit of working days"
        if stage.decided_by in (Office.MACHINE, Office.PLACEMENT):
            continue
        for outcome in (service.outcome(code) for code in stage.then):
            if outcome is not None and not outcome.grants and not outcome.grounds:
                yield (
                    "refusal_without_reason",
                    f"people may end {stage.code!r} with {outcome.code!r} but give no ground",
                )
    for outcome in service.outcomes:
        if service.reopened_within is not None and outcome.effect is not None:
            yield "reopened_effect", f"{outcome.code!r} changes registers, so its case cannot be reopened"


def _functions(service: Service[Any]) -> Iterator[tuple[str, str]]:
    """Every function can be found again by its name, which is all that a frozen declaration keeps."""
    for name in _names(plain(service)):
        if "<" in name:
            yield "function_without_name", f"{name} cannot be found by its name: write a function of its module"


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _names(part)
    elif isinstance(value, list):
        for part in value:
            yield from _names(part)
    elif (isinstance(value, str) and "<locals>" in value) or (isinstance(value, str) and "<lambda>" in value):
        yield value


def reachable(service: Service[Any]) -> frozenset[str]:
    """Codes of the stages and outcomes that some way leads to from the first stage."""
    reached: set[str] = set()
    waiting = [service.stages[0].code] if service.stages else []
    while waiting:
        code = waiting.pop()
        if code in reached:
            continue
        reached.add(code)
        stage = service.stage(code)
        waiting.extend(stage.ways if stage is not None else ())
    return frozenset(reached)


def _outcomes(service: Service[Any]) -> Iterator[tuple[str, str]]:
    reached = reachable(service)
    for outcome in service.outcomes:
        if outcome.code not in reached:
            yield "outcome_unreachable", f"no way leads to the outcome {outcome.code!r}"
    if not any(not outcome.grants and outcome.code in reached for outcome in service.outcomes):
        yield "never_refuses", "no outcome that can be reached refuses"
    if not any(outcome.grants and outcome.code in reached for outcome in service.outcomes):
        yield "never_grants", "no outcome that can be reached grants"


def _questions(service: Service[Any]) -> Iterator[tuple[str, str]]:
    earlier: set[str] = set()
    for field in (*service.form, *(each for stage in service.stages for each in stage.asks)):
        if not field.purpose:
            yield "question_without_purpose", f"no law allows the question {field.code!r}"
        if field.kind in (Kind.TEXT, Kind.LONG_TEXT) and not 0 < (field.limit or 0) <= LONGEST_ANSWER:
            yield "question_without_limit", f"{field.code!r} takes text of any length; limit it to 1..{LONGEST_ANSWER}"
        yield from _picked(field)
        yield from _sent_in(field)
        if field.shown_when is not None and not field.shown_when.fields <= earlier | {"decision"}:
            yield "question_order", f"{field.code!r} depends on answers that are not given before it"
        earlier.add(field.code)
    if (service.category is None) != (not service.categories) or (
        service.category and not service.field(service.category)
    ):
        yield "category_unknown", "a category is a question of the form, and its possible answers are named"
    for known in service.known:
        if not known.purpose:
            yield "question_without_purpose", f"no law allows the known fact {known.code!r} to be shown"


def _picked(field: Field[Any]) -> Iterator[tuple[str, str]]:
    if field.search is not None:
        yield from _searched(field)
    elif field.kind.has_options and field.options is None:
        yield "question_without_options", f"there is nothing to pick for {field.code!r}"
    if not field.kind.has_options and (field.options is not None or field.fetched_from is not None):
        yield "question_without_options", f"{field.code!r} takes typing, so it has no options and no register"


def _searched(field: Field[Any]) -> Iterator[tuple[str, str]]:
    if not field.kind.has_options or field.kind is Kind.SEVERAL:
        yield "question_searched", f"{field.code!r} takes no single answer to pick, so there is nothing to search for"
    if field.options is not None or field.fetched_from is not None:
        yield (
            "question_searched",
            f"{field.code!r} is searched for: it has no list of options and no register fills it in",
        )


def _sent_in(field: Field[Any]) -> Iterator[tuple[str, str]]:
    if field.kind is not Kind.FILE:
        if field.accepts:
            yield "question_of_files", f"{field.code!r} is no question for files, so it accepts none"
        return
    if not field.accepts or len(set(field.accepts)) < len(field.accepts):
        yield "question_of_files", f"{field.code!r} says each type of file that it accepts once, and at least one"
    for what, given, most in (
        ("files", field.most_files, MOST_FILES),
        ("megabytes", field.most_megabytes, MOST_MEGABYTES),
        ("pages", field.most_pages, MOST_PAGES),
    ):
        if not 1 <= given <= most:
            yield "question_of_files", f"{field.code!r} takes {given} {what}; say 1..{most}"
    if field.printed or field.limit is not None:
        yield "question_of_files", f"{field.code!r} takes files: it is not printed and has no limit in characters"


def _refusals(service: Service[Any]) -> Iterator[tuple[str, str]]:
    named = {code for outcome in service.outcomes if not outcome.grants for code in outcome.reasons}
    rules = {rule.code for rule in service.eligible}
    for rule in service.eligible:
        if not rule.basis:
            yield "refusal_without_law", f"the rule {rule.code!r} refuses without naming its law"
    sent_anyway = bool(service.stages) and service.stages[0].decided_by is Office.MACHINE
    for code in sorted(rules - named) if sent_anyway else ():
        yield "refusal_without_reason", f"no refusing outcome names the rule {code!r} among its reasons"
    for code in sorted(named - rules):
        yield "refusal_without_reason", f"a refusing outcome gives {code!r} as a reason, which is no rule"
    for outcome in service.outcomes:
        for ground in outcome.grounds:
            if not ground.basis:
                yield "refusal_without_law", f"the ground {ground.code!r} refuses without naming its law"
    if not service.basis:
        yield "service_without_law", "the service names no law that it rests on"


def _fee(service: Service[Any]) -> Iterator[tuple[str, str]]:
    if service.fee.minor < 0:
        yield "fee", "a fee cannot be less than nothing"
    if service.fee.is_free and service.fee.currency:
        yield "fee", "a free service has no currency"
    if service.fee.is_free:
        return
    if not service.fee.currency:
        yield "fee_without_currency", f"the fee of {service.fee.minor} has no currency"
        return
    for code in codes():
        try:
            served = country(code)
        except MaarifError:
            continue
        if served.enabled(service.code) and served.currency != service.fee.currency:
            yield "fee_currency", f"{code} runs the service but does not pay in {service.fee.currency}"
