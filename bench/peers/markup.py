"""Makes the peers' templates from the page that ours really sends, so that all three draw the same header, menus and footer.

Around the main part every text goes through a translation and every link through a reversed address, as each frame work does
it; the main part is the same loops in both. Django's makes its tokens against forged forms anew; the lean one has no such guard.
"""

import re
from pathlib import Path

TEXT = re.compile(r">([^<>{}]*[^\W\d_][^<>{}]*)<")
LINK = re.compile(r'href="(/[^"{}]*)"')
TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="[^"]*">')
OURS = Path(__file__).parent / "templates" / "cabinet.html"


def links_of(page: str) -> list[str]:
    """The addresses in the frame of a page, in order, each once."""
    return list(dict.fromkeys(LINK.findall(_frame(page)[0] + _frame(page)[1])))


def django_template(page: str) -> str:
    """The page in Django's template language."""
    names = {href: f"n{place}" for place, href in enumerate(links_of(page))}

    def dressed(part: str) -> str:
        part = TEXT.sub(lambda found: '>{% translate "' + found.group(1).replace('"', "") + '" %}<', part)
        return LINK.sub(lambda found: f"href=\"{{% url '{names[found.group(1)]}' %}}\"", part)

    before, after = (TOKEN.sub("{% csrf_token %}", dressed(part)) for part in _frame(page))
    return "{% load i18n %}" + before + _main() + after


def jinja_template(page: str) -> str:
    """The page in Jinja2."""

    def dressed(part: str) -> str:
        return TEXT.sub(lambda found: '>{{ t("' + found.group(1).replace('"', "").replace("\n", " ") + '") }}<', part)

    before, after = _frame(page)
    return dressed(before) + _main() + dressed(after)


def _frame(page: str) -> tuple[str, str]:
    """What stands before and after the main part, without what a template language could take for its own."""
    start, end = page.index("<main"), page.index("</main>")
    before, after = page[:start], page[end + len("</main>") :]
    return tuple(re.sub(r"\s*\n\s*", "\n", part.replace("{", "(").replace("}", ")")) for part in (before, after))  # type: ignore[return-value]


def _main() -> str:
    text = OURS.read_text()
    return text[text.index("<main") : text.index("</main>") + len("</main>")]
