"""What the check page asks, read from what a browser sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

LONGEST_NUMBER = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question in the shape that the frame's macro draws."""

    code: str
    kind: str
    label: str
    hint: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one answer."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckForm:
    """The number of a document and its holder's date of birth, as typed and as understood."""

    document: str = ""
    born: str = ""
    born_on: date | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def questions(self) -> tuple[Question, Question]:
        """The two questions, in the reader's language."""
        return (
            Question(
                code="document",
                kind="text",
                label=gettext("Code of the document"),
                hint=gettext("It stands beside the QR code. Small and capital letters and dashes make no difference."),
                limit=LONGEST_NUMBER,
            ),
            Question(
                code="born",
                kind="day",
                label=gettext("Date of birth of the holder"),
                hint=gettext("As it stands on the document, for example 24.11.2004"),
                limit=10,
            ),
        )

    def problem(self, code: str) -> Problem | None:
        """What is wrong with one question, if anything."""
        return next((problem for problem in self.problems if problem.code == code), None)


def read_check(sent: Mapping[str, str], today: date) -> CheckForm:
    """Understands what was typed; keeps it as it was and says what is wrong with it."""
    document = "".join(letter for letter in sent.get("document", "") if letter.isprintable()).strip()
    born = sent.get("born", "").strip()[:40]
    problems = []
    if not document:
        problems.append(Problem(code="document", text=gettext("Enter the code of the document")))
    elif len(document) > LONGEST_NUMBER:
        problems.append(Problem(code="document", text=gettext("The code is too long: it has 27 letters and digits")))
    born_on = _date(born)
    if not born:
        problems.append(Problem(code="born", text=gettext("Enter the date of birth")))
    elif born_on is None or not date(1900, 1, 1) <= born_on <= today:
        problems.append(Problem(code="born", text=gettext("Enter a real date of birth, for example 24.11.2004")))
    return CheckForm(document=document[:LONGEST_NUMBER], born=born, born_on=born_on, problems=tuple(problems))


def _date(typed: str) -> date | None:
    """A date as browsers send it (2004-11-24) or as people type it where there is no date field (24.11.2004, 24/11/2004)."""
    parts = typed.replace("/", ".").split(".")
    text = (
        "-".join(f"{int(part):02}" if part.isdecimal() else part for part in reversed(parts))
        if len(parts) == 3
        else typed
    )
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
