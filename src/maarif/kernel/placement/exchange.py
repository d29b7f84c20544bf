"""Exchange of places: top trading cycles over people who each hold a place and may want another one.

Source: Shapley and Scarf (1974), the method of D. Gale; with several equal places at an institution as in Abdulkadiroğlu
and Sönmez (2003), where whoever holds a place comes first at his own institution.
"""

from collections.abc import Mapping, Sequence


def top_trading_cycles(
    holds: Mapping[str, str], wants: Mapping[str, Sequence[str]], first: Sequence[str]
) -> dict[str, str]:
    """Who holds which place afterwards: person -> institution, for everybody in `holds`.

    `holds`: person -> the institution where he holds a place. `wants`: person -> institutions that he would rather be in, best
    first; whoever is missing stays. `first`: everybody once, in the order in which an institution points to its own.

    Everybody points to the best institution that still has a place to trade, his own coming last; an institution points to the
    first of its own who is still there; whoever is on a cycle moves along it and is done. Nobody gets a worse place, no
    further exchange could help one without harming another, and nobody gains by telling other wishes than his own.
    Takes time in proportion to the wishes and people.
    """
    market = _Market(holds, wants, first)
    for start in first:
        path = {start: None} if start not in market.placed else {}
        while path:
            following = market.points_to(next(reversed(path)))
            if following in path:
                market.trade(path, following)
            else:
                path[following] = None
    return market.placed


class _Market:
    """Who is still there and where each points; `placed` are those who are done."""

    def __init__(self, holds: Mapping[str, str], wants: Mapping[str, Sequence[str]], first: Sequence[str]) -> None:
        self.placed: dict[str, str] = {}
        self._holds = holds
        self._choices = {person: iter([*wants.get(person, ()), place]) for person, place in holds.items()}
        self._top = {person: next(choices) for person, choices in self._choices.items()}
        self._owners: dict[str, list[str]] = {}
        for person in reversed(first):
            self._owners.setdefault(holds[person], []).append(person)

    def points_to(self, person: str) -> str:
        """The owner of the place that a person would trade for: himself when nothing better is left."""
        while self._top[person] != self._holds[person]:
            owners = self._owners.get(self._top[person], [])
            while owners and owners[-1] in self.placed:
                owners.pop()
            if owners:
                return owners[-1]
            self._top[person] = next(self._choices[person])
        return person

    def trade(self, path: dict[str, None], start: str) -> None:
        """Takes the cycle that begins with `start` off the end of a path: everybody on it gets what he points to."""
        person = ""
        while person != start:
            person, _ = path.popitem()
            self.placed[person] = self._top[person]
