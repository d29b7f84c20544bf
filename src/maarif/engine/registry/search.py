"""Finds services by words in any of the five languages: folded letters, beginnings of words, synonyms of `texts.toml`."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from maarif.engine.declare import Audience, LifeEvent, Service
from maarif.engine.registry.discovery import services
from maarif.engine.registry.texts import text_of
from maarif.kernel.names import fold
from maarif.kernel.text import LANGUAGES

#: How much a word counts by where it stands; a word of the language being read counts twice.
WEIGHTS: Final = {"title": 8, "keywords": 5, "summary": 2}
LONGEST_QUERY: Final = 200
SHORTEST_SLIPPED: Final = 5
Matches = Callable[[str, str], bool]


def search(
    query: str,
    language: str,
    *,
    audience: Audience | str | None = None,
    life_event: LifeEvent | str | None = None,
    group: str | None = None,
    country: str | None = None,
) -> tuple[Service[Any], ...]:
    """Services that match every word of the query, the best first; all of the filters' services when the query is empty.

    A word matches when a word of the title, the synonyms or the summary begins with it in any language, letters folded
    by sound; words of the language being read weigh double. Where nothing matches so, a word of five letters and more of the
    language being read may have one slip: a letter missing, too much, wrong, or exchanged with the next.
    """
    running = tuple(
        each
        for each in services(country)
        if (audience is None or audience in each.audiences)
        and (life_event is None or life_event in each.life_events)
        and (group is None or group == each.group)
    )
    wanted = _words(query[:LONGEST_QUERY])
    if not wanted:
        return running if not query.strip() else ()
    return _ranked(running, wanted, language, _begins) or _ranked(running, wanted, language, _nearly_begins)


def _ranked(
    running: tuple[Service[Any], ...], wanted: tuple[str, ...], language: str, matches: Matches
) -> tuple[Service[Any], ...]:
    scored = [(_score(each, wanted, language, matches), each) for each in running]
    found = sorted(((score, each) for score, each in scored if score), key=lambda pair: (-pair[0], pair[1].code))
    return tuple(each for _, each in found)


def _score(service: Service[Any], wanted: tuple[str, ...], language: str, matches: Matches) -> int:
    total = 0
    for word in wanted:
        best = max(
            (
                weight * (2 if spoken == language else 1) + (1 if known == word else 0)
                for known, spoken, weight in _index(service)
                if matches(known, word) and (matches is _begins or spoken == language)
            ),
            default=0,
        )
        if not best:
            return 0
        total += best
    return total


def _begins(known: str, word: str) -> bool:
    """Whether a word of a service begins with a word of the query; a single sound says too little."""
    return len(word) > 1 and known.startswith(word)


def _nearly_begins(known: str, word: str) -> bool:
    """The same with one slip of the finger, neither in the first letter nor in the last one."""
    if _begins(known, word):
        return True
    right = next((at for at, (one, other) in enumerate(zip(known, word, strict=False)) if one != other), len(known))
    if len(word) < SHORTEST_SLIPPED or not 0 < right < len(word) - 1:
        return False
    meant, typed = known[right:], word[right:]
    return (
        meant[1:].startswith(typed)
        or meant.startswith(typed[1:])
        or meant[1:].startswith(typed[1:])
        or (meant[1::-1] == typed[:2] and meant[2:].startswith(typed[2:]))
    )


@lru_cache(maxsize=512)
def _index(service: Service[Any]) -> tuple[tuple[str, str, int], ...]:
    """Folded words of a service with the language and the weight of the place they stand in."""
    return tuple(
        (word, language, weight)
        for key, weight in WEIGHTS.items()
        for language in LANGUAGES
        for word in _words(text_of(service, key).in_(language))
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(part) for part in _split(text) if fold(part)))


def _split(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()
