"""Who hears which event, which adapter serves which setting, which resolver answers which relation. Decides nothing.

Each `_connect_*` function plugs one room in; the list at the end is the whole wiring.
"""

from collections.abc import Callable, Mapping, Sequence


def _connect_clock() -> None:
    """The platform's time is the database's."""
    from maarif.config.clock import DatabaseClock
    from maarif.kernel import clock

    clock.install(DatabaseClock())


def _connect_services() -> None:
    """The catalogue is where the engine finds its services."""
    from maarif.engine import registry

    registry.plug("maarif.catalogue")


def _connect_identity() -> None:
    """The national provider's person is found in the register of people; notices reach the accounts' confirmed addresses."""
    from maarif.registries.people import queries as people
    from maarif.support.identity import directory as persons
    from maarif.support.identity import queries as identity
    from maarif.support.notices import directory as addresses

    persons.register(people.by_number)
    addresses.register(identity.contacts_of)


def _connect_merging() -> None:
    """What two records of one person have twice: one account remains, one draft stays open."""
    from maarif.engine.cases import operations as cases
    from maarif.registries.people.settling import Settler, register
    from maarif.support.identity import operations as identity

    register(Settler(name="accounts", settle=identity.keep_one_account, undo=identity.part_accounts))
    register(Settler(name="drafts", settle=cases.set_doubles_aside, undo=cases.take_doubles_up))


def _connect_relations() -> None:
    """Who stands in which relation to whom, answered by the registers."""
    from maarif.registries.enrolments import queries as enrolments
    from maarif.registries.people import queries as people
    from maarif.support.access import resolvers

    resolvers.register("guardian_of", people.is_guardian)
    resolvers.register("teacher_of", enrolments.taught_by)


def _connect_files() -> None:
    """The officer whose office has a case opens its files."""
    from maarif.engine.cases import queries as cases
    from maarif.support.files import readers

    readers.register(cases.has_affair)


def _connect_names() -> None:
    """How a party is called, whether person or institution."""
    from maarif.support.audit import queries as audit
    from maarif.support.notices import queries as notices
    from maarif.surfaces.frame import context

    def name_of(party: int) -> str:
        return names_of([party]).get(party, "")

    audit.name_parties_by(names_of)
    context.plug_in(name_of=name_of, unread_of=notices.unread_of)


def _connect_cabinet() -> None:
    """The boxes beside the applications, in this order."""
    from maarif.surfaces.cabinet.screens import family, mine, panels

    panels.plug(family.panel)
    panels.plug(mine.panel)


def _connect_figures() -> None:
    """What the public table of promises counts beside the services."""
    from maarif.sectors.appeals import queries as appeals
    from maarif.surfaces.public import promises

    promises.plug(
        promises.Further(
            code=appeals.ANONYMOUS,
            title=appeals.anonymous_title(),
            address="anonymous:write",
            days=appeals.anonymous_days,
            groups=appeals.anonymous_groups,
        )
    )


def _connect_health() -> None:
    """The parts that `/healthz` and the status page ask whether they work."""
    from maarif.config import probes
    from maarif.surfaces.public import health

    health.plug_in(
        [
            health.Probe(name="database", works=probes.database_works, vital=True),
            health.Probe(name="worker", works=probes.worker_works),
            health.Probe(name="signing", works=probes.signing_works),
        ]
    )


def names_of(parties: Sequence[int]) -> Mapping[int, str]:
    """Names of people and institutions by the number of their party."""
    from maarif.registries.institutions import queries as institutions
    from maarif.registries.people import queries as people
    from maarif.surfaces.frame.environment import text

    known = dict(people.names_of(parties))
    rest = [party for party in parties if party not in known]
    if rest:
        known |= {number: text(card.name) for number, card in institutions.cards(rest).items()}
    return known


CONNECTIONS: tuple[Callable[[], None], ...] = (
    _connect_clock,
    _connect_services,
    _connect_identity,
    _connect_merging,
    _connect_relations,
    _connect_files,
    _connect_names,
    _connect_cabinet,
    _connect_figures,
    _connect_health,
)


def connect() -> None:
    """Runs every connection once, when Django is ready."""
    for plug_in in CONNECTIONS:
        plug_in()
