"""One applicant's story: what became of each wish, beside the last one placed, and what would have been enough."""

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import enough, stories
from maarif.kernel.placement.market import CLOSED, OPEN, Placement, binding, cutoffs, last
from maarif.kernel.placement.market_files import Given
from maarif.kernel.placement.stories import Outcome


class NoApplicant(MaarifError):
    """Nobody of this name has a wish; `params`: applicant."""


def story(given: Given, placement: Placement, applicant: str, *, side: str = "applicants") -> list[str]:
    """The story in lines of English.

    What is called enough is exact: with keys lower than those named, all else (and what families ask for) as it was, the wish or a better
    one would have come true, and with higher ones not. With side="programmes" nothing is called so: there better keys may bring a worse place.
    """
    if applicant not in given.applicants:
        raise NoApplicant(f"{applicant} has no wish in these files", applicant=applicant)
    market, who = given.market, given.applicants.index(applicant)
    found, block, _ = stories.told(given, placement)
    wish = placement.wish[who]
    categories = [name for at, name in enumerate(given.categories) if int(market.members[who]) >> at & 1]
    lines = [
        f"{applicant}, who competes in {', '.join(categories)}: "
        + (f"placed in {_place(given, wish)}, wish {given.ranks[wish]}." if wish >= 0 else "not placed."),
    ]
    own = range(market.starts[who], market.starts[who + 1])
    for at in sorted(own, key=lambda wish: given.ranks[wish]):
        lines.append(
            f"{given.ranks[at]}. {_place(given, at)}: {_outcome(given, placement, who, at, Outcome(found[at]))}"
        )
        if found[at] in (Outcome.BELOW_CUT_OFF, Outcome.NO_SEATS):
            lines += _blocks(given, placement, who, at)
        if found[at] == Outcome.BELOW_CUT_OFF and side == "applicants":
            lines.append(f"   {_enough(given, int(at), int(last(market, placement)[block[at]]))}")
    return lines


def _place(given: Given, wish: int) -> str:
    return str(given.programmes[given.market.programmes[wish]])


def _outcome(given: Given, placement: Placement, who: int, at: int, outcome: Outcome) -> str:
    if outcome is Outcome.PLACED:
        return f"placed in a seat of {given.categories[given.market.categories[placement.block[who]]]}; keys {_keys(given, at)}."
    return {
        Outcome.TOGETHER: "wished more, and given up so that the family is together.",
        Outcome.BETTER_WISH: "not needed, a better wish came true.",
        Outcome.NOT_ELIGIBLE: "not eligible, all its seats are kept for categories of others.",
        Outcome.NO_SEATS: "no seat is open here.",
        Outcome.FREE: "a seat is free or the keys are enough; this placement is wrong.",
    }.get(outcome, f"below the cut-off; keys {_keys(given, at)}.")


def _keys(given: Given, wish: int) -> str:
    return ", ".join(f"{name} {key}" for name, key in zip(given.key_names, given.keys[wish], strict=True))


def _enough(given: Given, at: int, cut: int) -> str:
    bound = enough.bound(given.market, at, cut)
    if bound is None:
        return "No keys would have been enough: whom the applicant had put out would have come back."
    if given.market.orders[bound] < given.market.orders[cut]:
        return (
            f"Only keys lower than {_keys(given, bound)} would have been enough: with higher ones the applicant would have put out"
            " the last one, who would have put out others elsewhere, and of these somebody with better keys would have come here."
        )
    if given.market.orders[bound] > given.market.orders[cut]:
        return (
            f"Already keys lower than {_keys(given, bound)} would have been enough: others would then have been placed"
            " elsewhere, and the last one placed here too."
        )
    return f"Any keys lower than {_keys(given, bound)} would have been enough, and no others."


def _blocks(given: Given, placement: Placement, who: int, at: int) -> list[str]:
    """A line for each block in which the applicant competes."""
    market = given.market
    cuts, lasts, bound = cutoffs(market, placement), last(market, placement), binding(market, placement)
    lines = []
    programme = market.programmes[at]
    for block in range(market.block_starts[programme], market.block_starts[programme + 1]):
        category = market.categories[block]
        if not int(market.members[who]) >> int(category) & 1 or cuts[block] == OPEN:
            continue
        if cuts[block] == CLOSED:
            kept = (
                f"its free seats are kept by {given.quotas[bound[block]]}, which allows none"
                if bound[block] >= 0
                else "has no seat"
            )
            lines.append(f"   {given.categories[category]}: {kept}.")
            continue
        where = f"the quota {given.quotas[bound[block]]} is used up; " if bound[block] >= 0 else ""
        first, apart = stories.differences(given.keys[at : at + 1], given.keys[lasts[block] : lasts[block] + 1])
        lines.append(
            f"   {given.categories[category]}: {where}the last one placed {'under it ' if where else ''}has"
            f" {_keys(given, lasts[block])}; {given.key_names[first[0]]} is {apart[0]} higher."
        )
    return lines
