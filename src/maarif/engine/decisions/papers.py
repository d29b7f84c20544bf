"""What a paper says: title, lines and sentence from the service's texts, filled with this holder's facts."""

from datetime import date, timedelta
from typing import Any

from maarif.engine.decisions.types import Certificates
from maarif.engine.declare import Filled, Granted, Paper, Service
from maarif.engine.registry import source_of, text_of
from maarif.kernel.errors import MaarifError
from maarif.kernel.text import Text
from maarif.support.documents.queries import written
from maarif.support.documents.types import Fact, Order


class NotFilled(MaarifError):
    """A paper was filled with lines that it does not declare, or its sentence with words that it does not have."""


def order_of(
    service: Service[Any], paper: Paper[Any], granted: Granted[Any], rule_set: str, rules: Certificates
) -> Order:
    """What `documents` is to issue for a granted case; NotFilled when service and texts do not fit together."""
    filled = paper.filled_by(granted)
    strange = set(filled.facts) - set(paper.facts)
    if strange:
        raise NotFilled(service=service.code, paper=paper.code, lines=sorted(strange))
    return Order(
        kind=service.code,
        holder=filled.holder,
        holder_name=filled.holder_name,
        holder_birth_date=filled.holder_birth_date,
        country=granted.asking.country,
        language=filled.chosen_language,
        title=text_of(service, f"papers.{paper.code}.title"),
        facts=tuple(_lines(service, paper, filled)),
        body=_body(service, paper, filled),
        issuer=filled.issuer,
        institution=filled.institution,
        paper=_template(service, paper),
        valid_until=_valid_until(service, granted.asking.on, rules, filled.not_after),
        case_number=granted.number,
        rule_set=rule_set,
        replaces=filled.replaces,
    )


def _lines(service: Service[Any], paper: Paper[Any], filled: Filled) -> list[Fact]:
    values = ((code, filled.facts.get(code)) for code in paper.facts)
    return [
        Fact(
            code=code,
            label=text_of(service, f"papers.{paper.code}.facts.{code}"),
            value=written(value) if isinstance(value, date) else value,
        )
        for code, value in values
        if value is not None and value != ""
    ]


def _body(service: Service[Any], paper: Paper[Any], filled: Filled) -> Text:
    try:
        return text_of(service, f"papers.{paper.code}.body").filled(holder=filled.holder_name, **filled.words)
    except (KeyError, IndexError) as error:
        raise NotFilled(service=service.code, paper=paper.code, word=str(error)) from error


def _template(service: Service[Any], paper: Paper[Any]) -> str:
    """The template's path below the package `maarif`, as the documents room wants it."""
    home = source_of(service.code)
    parts = home.parts[home.parts.index("maarif") + 1 :] if "maarif" in home.parts else home.parts
    return "/".join((*parts, "papers", f"{paper.code}.typ"))


def _valid_until(service: Service[Any], on: date, rules: Certificates, not_after: date | None) -> date | None:
    """The earlier of the two ends: of the paper's kind by the rule set, and of what the paper tells."""
    days = rules.days_of(service.code)
    ends = [end for end in (None if days is None else on + timedelta(days=days), not_after) if end is not None]
    return min(ends, default=None)
