"""Questions of a service, the checking of answers, and answers in words."""

from maarif.engine.forms.attached import accepted, as_options, limits_of, refused, size_in_words
from maarif.engine.forms.checking import restored, stored, validate
from maarif.engine.forms.pages import begin_with, fixed, known_facts, missing, questions, questions_among, visible
from maarif.engine.forms.searching import found, options_of
from maarif.engine.forms.types import FieldError, Found, KnownFact, Question
from maarif.engine.forms.wording import day_in_words, in_words, language_options

__all__ = [
    "FieldError",
    "Found",
    "KnownFact",
    "Question",
    "accepted",
    "as_options",
    "begin_with",
    "day_in_words",
    "fixed",
    "found",
    "in_words",
    "known_facts",
    "language_options",
    "limits_of",
    "missing",
    "options_of",
    "questions",
    "questions_among",
    "refused",
    "restored",
    "size_in_words",
    "stored",
    "validate",
    "visible",
]
