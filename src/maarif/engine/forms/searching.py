"""What can be picked: a list that the declaration gives, or what a search finds and one value of it."""

from typing import Any, Final

from maarif.engine.declare import Asking, Field, Option
from maarif.engine.forms.types import Found

#: A search shows so many at once; whoever sees more than these says more words.
MOST_FOUND: Final = 20
LONGEST_WORDS: Final = 100
_LONGEST_VALUE: Final = 100


def options_of(field: Field[Any], facts: object, asking: Asking, value: object = None) -> tuple[Option, ...]:
    """What can be picked; of what is searched for, only what `value` names; nothing for a question that takes typing."""
    if field.search is not None:
        found = _one(field, facts, asking, value)
        return () if found is None else (found,)
    return field.options(facts, asking) if field.options is not None else ()


def found(field: Field[Any], facts: object, asking: Asking, words: str) -> Found:
    """What the words find among what can be picked, the best first; nothing for a question that is not searched."""
    said = "".join(letter if letter.isprintable() else " " for letter in words[:LONGEST_WORDS]).strip()
    options = field.search.find(facts, asking, said) if field.search is not None else ()
    return Found(words=said, options=options[:MOST_FOUND], more=len(options) > MOST_FOUND)


def _one(field: Field[Any], facts: object, asking: Asking, value: object) -> Option | None:
    if isinstance(value, list | tuple):
        value = value[0] if len(value) == 1 else None
    wanted = "" if value is None else str(value).strip()
    if field.search is None or not wanted or len(wanted) > _LONGEST_VALUE or not wanted.isprintable():
        return None
    option = field.search.one(facts, asking, wanted)
    return option if option is not None and option.value == wanted else None
