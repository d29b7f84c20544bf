"""In whose name a paper is issued: the office whose officer decided."""

from typing import Any

from maarif.engine.declare import Granted
from maarif.kernel.countries import office
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions


def of(granted: Granted[Any]) -> tuple[Text, int | None]:
    """The office whose officer decided (an institution, a region's department, the ministry) and its party, where it has one."""
    by, country = granted.decided_by, granted.asking.country
    if by is not None and by.scope_kind == "institution" and by.scope:
        party = int(by.scope)
        return institutions.names_of([party]).get(party, office(country, "ministry")), party
    region = by is not None and by.scope_kind == "region"
    return office(country, "district" if region else "ministry"), None
