"""What an answer does: the letter of the office that gave it, signed, with its words and the number of the appeal."""

from maarif.catalogue.certificates import issuers, people
from maarif.catalogue.citizens.appeal import facts
from maarif.catalogue.citizens.appeal.facts import Appeal
from maarif.engine.declare import Filled, Granted
from maarif.kernel.countries import law_shown
from maarif.kernel.text import Text

LINES = ("received", "matter", "category", "place")
WITH_BASIS = (*LINES, "basis")
FORWARDED = (*LINES, "addressee", "basis")

#: The law that each kind of ending without an answer on the matter rests on.
_BASIS = {"repeated": "appeals_repeated", "unsigned": "appeals_unsigned", "insulting": "appeals_unsigned"}


def letter(granted: Granted[Appeal]) -> Filled:
    """The answer to the applicant."""
    return _filled(granted, LINES)


def reasoned_letter(granted: Granted[Appeal]) -> Filled:
    """The answer to the applicant with the law that it rests on."""
    return _filled(granted, WITH_BASIS)


def forwarding(granted: Granted[Appeal]) -> Filled:
    """What is written to, and about, the competent body outside the platform."""
    return _filled(granted, FORWARDED)


def _filled(granted: Granted[Appeal], lines: tuple[str, ...]) -> Filled:
    read = granted.facts
    holder, holder_name, birth_date = people.identity(read)
    issuer, institution = issuers.of(granted)
    where = facts.place(read, granted.answers)
    case = next((each for each in read.earlier if each.number == granted.number), None)
    values: dict[str, object] = {
        "received": case.received if case is not None else granted.asking.on,
        "matter": facts.matter_name(granted.answers["matter"]),
        "category": facts.category_name(read, granted.answers["category"]),
        "place": where.name if where is not None else None,
        "addressee": str(granted.noted.get("addressee") or ""),
        "basis": _basis(granted),
    }
    return Filled(
        holder=holder,
        holder_name=holder_name,
        holder_birth_date=birth_date,
        issuer=issuer,
        institution=institution,
        chosen_language=granted.asking.language.value,
        facts={line: values[line] for line in lines},  # type: ignore[misc]
        words={
            "number": granted.number,
            "answer": str(granted.noted.get("answer") or ""),
            "addressee": str(granted.noted.get("addressee") or ""),
        },
    )


def _basis(granted: Granted[Appeal]) -> Text | None:
    keys = [_BASIS[ground] for ground in granted.grounds if ground in _BASIS]
    key = keys[0] if keys else "appeals_forwarded" if granted.noted.get("addressee") else "appeals"
    article = law_shown(granted.asking.country, key, granted.asking.on)
    return None if article is None else article.article
