"""Names in the register: the columns that follow from one, and a change of name from a day on."""

from datetime import date, timedelta
from typing import Any, Final

from maarif.kernel import clock, names
from maarif.kernel.countries import active_country
from maarif.kernel.countries import country as country_of
from maarif.registries.people.errors import PersonUnknown, RenameRefused
from maarif.registries.people.models import FormerName, Person
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor

NAMES: Final = ("family_name", "given_name", "patronymic")


def rename(
    *,
    by: Actor,
    person: int,
    on: date,
    document: str,
    family_name: str | None = None,
    given_name: str | None = None,
    patronymic: str | None = None,
    reason: str = "",
) -> None:
    """Gives a person a new name from a day on, by a document; the old one is kept, and the person is found by both.

    The same once more changes nothing. RenameRefused (no other name, a day to come, a second name from that day, no
    document), PersonUnknown.
    """
    given = {"family_name": family_name, "given_name": given_name, "patronymic": patronymic}
    with acting(by), refused_by_database(RenameRefused):
        row = Person.objects.select_for_update(no_key=True).filter(pk=person, merged_into=None).first()
        if row is None:
            raise PersonUnknown(person=person)
        old = {name: str(getattr(row, name)) for name in NAMES}
        new = named_columns(row.country, **{name: given[name] or old[name] for name in NAMES})
        if all(new[name] == old[name] for name in NAMES):
            if FormerName.objects.filter(person=person, until=on - timedelta(days=1)).exists():
                return
            raise RenameRefused(constraint="rename_changes_something", person=person)
        if on > clock.today(active_country().time_zone):
            raise RenameRefused(constraint="rename_has_come", person=person)
        FormerName.objects.create(
            person_id=person,
            **old,
            search_key=row.search_key,
            until=on - timedelta(days=1),
            document=names.clean(document),
            reason=reason,
        )
        Person.objects.filter(pk=person).update(**new, changed_at=clock.now())
        detail = {"on": on, "document": document, "facts": [name for name in NAMES if new[name] != old[name]]}
        audit.record_write(by=by, verb="people.rename", subjects=[person], detail=detail)


def named_columns(country: str, family_name: str, given_name: str, patronymic: str = "") -> dict[str, Any]:
    """The columns that follow from a name as the identity document has it: cleaned, with its keys to sort and to find."""
    family, given, father = (names.clean(name) for name in (family_name, given_name, patronymic))
    full = names.full_name(family, given, father)
    return {
        "family_name": family,
        "given_name": given,
        "patronymic": father,
        "sort_key": names.sort_key(full, country_of(country).default_language),
        "search_key": names.fold(full),
    }
