"""What the service judges, where it sends an application, and what granting will change."""

from typing import Final

from maarif.catalogue.employment import held, obstacles, seeking, shares
from maarif.catalogue.staff.appointment.facts import Facts, left
from maarif.engine.declare import Answers, Consequence

#: The smallest share that can be asked for.
_LEAST: Final = min(shares.SHARES)

OBSTACLES: Final = obstacles.CODES
alive = held.alive
birth_date_known = held.birth_date_known


def load_left(facts: Facts) -> bool:
    """The person may work more than by now."""
    return left(facts) >= _LEAST


def checked(facts: Facts, answers: Answers) -> str:
    """Nobody is asked about somebody whom the rules refuse, or about a post that has no room."""
    if not (birth_date_known(facts) and alive(facts) and load_left(facts)):
        return "refused"
    return "post_full" if no_room(facts, answers) else "employer"


def no_room(facts: Facts, answers: Answers) -> bool:
    """The post has no longer so large a free share, or is not open any more."""
    return seeking.no_room(facts, answers, share(answers))


def overloaded(facts: Facts, answers: Answers) -> bool:
    """The person would work more than the country's rules allow."""
    return share(answers) > left(facts)


def in_the_way(facts: Facts, answers: Answers) -> Consequence | None:
    """What the registers show today against the share that is given, or else asked for."""
    return obstacles.in_the_way(
        facts.vacancies.of(answers["post"]),
        share=share(answers),
        load=facts.load,
        largest=facts.rules.largest_load,
    )


def share(answers: Answers) -> int:
    """The share that the employer gives, before that the one that was asked for."""
    return int(str(answers.get("given_share") or answers["share"]))


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The post that is filled and the load that comes of it, or why neither can be."""
    if not {"post", "share"} <= set(answers):
        return ()
    why, vacancy, given = in_the_way(facts, answers), facts.vacancies.of(answers["post"]), share(answers)
    if why is not None or vacancy is None:
        return (why or obstacles.not_taken(),)
    remaining = vacancy.post.free - given
    fills = Consequence(code="fills", words={"post": vacancy.label, "share": shares.in_words(given)})
    leaves = Consequence(code="leaves_free", words={"share": shares.in_words(remaining)})
    loads = Consequence(code="loads", words={"load": shares.in_words(facts.load + given)})
    return (fills, leaves, loads) if remaining else (fills, loads)
