"""Checks of a service against what stands around it: its texts, the law and services of the countries, its own imports."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from maarif.engine.declare import LawKey, Service
from maarif.engine.declare.texts import keys_of
from maarif.engine.inspection.types import Fault
from maarif.engine.registry import NoSuchText, source_of, text_of
from maarif.engine.registry.discovery import readable
from maarif.engine.registry.texts import own_texts
from maarif.kernel import clock
from maarif.kernel.countries import NoLawArticle, codes, country, law
from maarif.kernel.errors import MaarifError
from maarif.kernel.text import Text

ALLOWED_IMPORT: Final = "maarif.engine.declare"


def check(service: Service[Any]) -> Iterator[Fault]:
    """Texts, law, neighbours."""
    for code, detail in (
        *_texts(service),
        *_law(service),
        *_help(service),
        *_papers(service),
        *_imports(service),
        *_terms(service),
    ):
        yield Fault(service=service.code, check=code, detail=detail)


def running(service: Service[Any]) -> tuple[str, ...]:
    """The countries that run the service."""
    return tuple(code for code in codes() if country(code).enabled(service.code))


def _texts(service: Service[Any]) -> Iterator[tuple[str, str]]:
    wanted = keys_of(service)
    try:
        own = own_texts(service)
    except (MaarifError, OSError, ValueError) as error:
        yield "text_missing", f"texts.toml cannot be read: {error}"
        return
    for key in sorted(set(own) - set(wanted)):
        yield "text_left_over", f"texts.toml says {key!r}, which the declaration does not ask for"
    for key in wanted:
        try:
            yield from _whole(key, text_of(service, key))
        except NoSuchText:
            yield "text_missing", f"nobody wrote {key!r}"


def _whole(key: str, words: Text) -> Iterator[tuple[str, str]]:
    """The five languages say the same blanks, and none is still to be written."""
    blanks = {language: _blanks(said) for language, said in words.items()}
    if len(set(blanks.values())) > 1:
        yield "text_blanks", f"the languages of {key!r} do not have the same {{blanks}}: {blanks}"
    for language, said in words.items():
        if "TODO" in said:
            yield "text_missing", f"{key!r} is still to be written in {language}"


def _blanks(said: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(said) if name is not None)


def _law(service: Service[Any]) -> Iterator[tuple[str, str]]:
    named: set[LawKey] = {service.basis, *(rule.basis for rule in service.eligible)}
    named |= {field.purpose for field in service.form} | {known.purpose for known in service.known}
    named |= {field.purpose for stage in service.stages for field in stage.asks}
    named |= {ground.basis for outcome in service.outcomes for ground in outcome.grounds}
    for code in running(service):
        on = clock.today(country(code).time_zone)
        for key in sorted(named):
            try:
                law(code, key, on)
            except NoLawArticle:
                yield "law_unknown", f"{code} runs the service but has no article {key!r} in force"


def _help(service: Service[Any]) -> Iterator[tuple[str, str]]:
    known = {each.code for each in readable()[0]}
    for rule in service.eligible:
        for code in rule.instead:
            if code not in known or code == service.code:
                yield "help_unknown", f"the rule {rule.code!r} sends people to {code!r}, which is no other service"


def _terms(service: Service[Any]) -> Iterator[tuple[str, str]]:
    """Terms that a country's rules set are told by kinds of matter, so that the page promises what the clock counts."""
    if service.matters is None:
        if any(stage.term is not None for stage in service.stages):
            yield "term_untold", "a stage has its term from the country's rules, but no `matters` say what to promise"
        return
    for code in running(service):
        told = tuple(each.code for each in service.matters(code, clock.today(country(code).time_zone)))
        if (service.matter_codes or told[:1]) != told:
            yield "term_untold", f"in {code} the matters are {told}, the words are for {service.matter_codes}"


def _papers(service: Service[Any]) -> Iterator[tuple[str, str]]:
    for outcome in service.outcomes:
        for paper in outcome.papers:
            if not (source_of(service.code) / "papers" / f"{paper.code}.typ").is_file():
                yield "paper_missing", f"papers/{paper.code}.typ is not there"


def _imports(service: Service[Any]) -> Iterator[tuple[str, str]]:
    """`service.py` imports the vocabulary and its own neighbours, nothing else."""
    folder = source_of(service.code)
    own = ".".join(folder.parts[-3:])
    for module in imported(folder / "service.py"):
        if module != ALLOWED_IMPORT and not module.endswith(own):
            yield "import", f"service.py imports {module}: take it through facts.py, rules.py or effects.py"


def imported(source: Path) -> tuple[str, ...]:
    """Modules that a file imports."""
    tree = ast.parse(source.read_text())
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return tuple(plain + named)
