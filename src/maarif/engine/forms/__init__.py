"""Questions of a service, the checking of answers, and answers in words."""

from maarif.engine.forms.checking import restored, stored, validate
from maarif.engine.forms.pages import begin_with, fixed, known_facts, missing, options_of, questions, visible
from maarif.engine.forms.types import FieldError, KnownFact, Question
from maarif.engine.forms.wording import day_in_words, in_words, language_options

__all__ = [
    "FieldError",
    "KnownFact",
    "Question",
    "begin_with",
    "day_in_words",
    "fixed",
    "in_words",
    "known_facts",
    "language_options",
    "missing",
    "options_of",
    "questions",
    "restored",
    "stored",
    "validate",
    "visible",
]
