"""Published answers for everybody: the latest, those that have the words, one by itself."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.kernel.text import Text
from maarif.sectors.appeals import queries
from maarif.sectors.appeals.types import AnswerCard, Category
from maarif.surfaces.frame.environment import language

LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer as everybody sees it: nothing tells whose appeal it came from."""

    id: int
    category: Text
    question: str
    answer: str


def answers(request: HttpRequest) -> HttpResponse:
    """What was answered, by words and by category; both stand in the address."""
    words, known = request.GET.get("q", "").strip()[:LONGEST], _categories()
    category = request.GET.get("category", "")
    category = category if category in known else ""
    found = queries.similar(country=active_country().code, language=language(), words=words, category=category)
    context = {
        "words": words,
        "category": category,
        "categories": tuple(known.values()),
        "found": tuple(_shown(card, known) for card in found),
        "more": len(found) == queries.MOST_SHOWN,
    }
    return render(request, "answers/list.html", context, using="jinja2")


def answer(request: HttpRequest, answer: int) -> HttpResponse:
    """One published answer; one that was taken down is not there."""
    card = queries.published(country=active_country().code, answer=answer)
    if card is None:
        raise Http404
    context = {"answer": _shown(card, _categories()), "spoken": card.language}
    return render(request, "answers/answer.html", context, using="jinja2")


def _categories() -> dict[str, Category]:
    country = active_country()
    rules = queries.rules_of(country.code, clock.today(country.time_zone))
    return {each.code: each for each in rules.categories}


def _shown(card: AnswerCard, known: dict[str, Category]) -> Shown:
    category = known.get(card.category)
    return Shown(
        id=card.id,
        category=category.name if category is not None else Text.same(card.category),
        question=card.question,
        answer=card.answer,
    )
