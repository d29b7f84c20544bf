"""Every table says how private it is and how long it is kept, its keys run downwards, and its rules have names of their own."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from maarif.config import privacy
from maarif.config.environment import PROJECT
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

FLOORS = ("support", "registries", "engine", "sectors", "surfaces")
BELOW = {
    "support": ("parties", "notices", "audit", "keys", "identity", "access", "documents", "files"),
    "registries": ("people", "institutions", "programmes", "enrolments", "posts", "assessments", "roster"),
    "engine": ("cases",),
    "sectors": ("transfers", "appeals"),
}
"""The rooms of each floor that have tables, lowest first; those of one line in `.importlinter` may stand in either order."""


def ours() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("maarif."))


def place(model: type[models.Model]) -> tuple[int, int]:
    """Floor and room of a model, counted from below."""
    _, floor, room, *_ = model.__module__.split(".")
    return FLOORS.index(floor), BELOW[floor].index(room)


def upward_keys(found: Iterable[type[models.Model]]) -> list[str]:
    """Foreign keys that point to a room above, which the linter does not see: keys are named by string."""
    return [
        f"{model._meta.label}.{field.name} -> {field.remote_field.model._meta.label}"
        for model in found
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.model.__module__.startswith("maarif.")
        and place(field.remote_field.model) > place(model)
    ]


def silent(found: Iterable[type[models.Model]]) -> list[str]:
    """Models of ours that say nothing of their privacy."""
    return [model._meta.label for model in found if not isinstance(getattr(model, "PRIVACY", None), Privacy)]


def cellar() -> type[models.Model]:
    """A planted fault: a table of the lowest room that says nothing of its privacy and points to the engine."""
    with isolate_apps("maarif.support.parties"):

        class Cellar(models.Model):
            case = models.ForeignKey(apps.get_model("cases.Case"), on_delete=models.PROTECT, related_name="+")

            class Meta:
                app_label = "parties"

            def __str__(self) -> str:
                return "cellar"

    Cellar.__module__ = "maarif.support.parties.models"
    return Cellar


def test_every_model_says_how_private_it_is_and_how_long_it_is_kept() -> None:
    assert silent(ours()) == []
    assert {entry.model for entry in privacy.entries()} >= {model._meta.label for model in ours()}


def test_foreign_keys_run_downwards() -> None:
    assert upward_keys(ours()) == []


def test_each_fault_is_found_when_it_is_planted() -> None:
    planted = cellar()
    assert silent([planted]) == ["parties.Cellar"]
    assert upward_keys([planted]) == ["parties.Cellar.case -> cases.Case"]
    with pytest.raises(privacy.PrivacyUnknown):
        privacy.privacy_of(planted)


def test_what_is_said_of_libraries_is_said_of_tables_that_exist() -> None:
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(privacy.LIBRARIES) <= known


def test_secret_columns_exist() -> None:
    for model in ours():
        names = {field.name for field in model._meta.concrete_fields} | {f.column for f in model._meta.concrete_fields}
        missing = set(model.PRIVACY.secret) - names
        assert not missing, f"{model._meta.label}: {missing}"


def test_the_table_of_privacy_in_the_documents_is_what_the_models_say() -> None:
    assert (PROJECT / "docs" / "reference" / "privacy.md").read_text() == privacy.page(), "run `make reference`"


def test_every_rule_of_the_database_has_a_name_of_its_own() -> None:
    names = Counter(constraint.name for model in ours() for constraint in model._meta.constraints)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("keep", "words"),
    [
        (FOR_EVER, "for ever"),
        (Keep(years=0, since="the end of the session"), "until the end of the session"),
        (Keep(years=1, since="the look"), "1 year since the look"),
        (Keep(years=75, since="the enrolment ended"), "75 years since the enrolment ended"),
    ],
)
def test_a_keep_time_reads_as_a_sentence(keep: Keep, words: str) -> None:
    assert str(keep) == words


def test_classes_of_privacy_are_five() -> None:
    assert [one.value for one in PrivacyClass] == ["public", "internal", "personal", "sensitive", "secret"]
