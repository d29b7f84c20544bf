"""What changes no class is noted on the one that is there; what changes one is drawn anew; and Django is left as it was."""

from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from maarif.config.migrating import drawing_what_changed

INDEX = models.Index(fields=["name"], name="by_name")
CONSTRAINT = models.UniqueConstraint(fields=["name"], name="one_name")


def made() -> ProjectState:
    project = ProjectState()
    migrations.CreateModel("Desk", [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]).state_forwards(
        "rooms", project
    )  # fmt: skip
    migrations.CreateModel(
        "Chair",
        [("id", models.AutoField(primary_key=True)), ("desk", models.ForeignKey("rooms.Desk", models.CASCADE))],
    ).state_forwards("rooms", project)
    assert project.apps.get_model("rooms", "Desk") is not None
    return project


def after(project: ProjectState, operation: Operation) -> tuple[Any, Any, Any]:
    """The desk before and after an operation, and the class that the chair points to afterwards."""
    before = project.apps.get_model("rooms", "Desk")
    operation.state_forwards("rooms", project)
    desk, chair = (project.apps.get_model("rooms", name) for name in ("Desk", "Chair"))
    return before, desk, chair._meta.get_field("desk").related_model


@pytest.mark.parametrize(
    ("operation", "option", "noted"),
    [
        (migrations.AddIndex("desk", INDEX), "indexes", INDEX),
        (migrations.AddConstraint("desk", CONSTRAINT), "constraints", CONSTRAINT),
    ],
)
def test_an_index_or_a_constraint_is_noted_on_the_class_that_is_there(
    operation: Operation, option: str, noted: object
) -> None:
    with drawing_what_changed():
        before, desk, pointed = after(made(), operation)
    assert (desk is before, pointed is desk) == (True, True)
    assert getattr(desk._meta, option) == [noted]


def test_a_new_field_is_drawn_with_all_that_point_to_it() -> None:
    with drawing_what_changed():
        project = made()
        after(project, migrations.AddIndex("desk", INDEX))
        before, desk, pointed = after(project, migrations.AddField("desk", "height", models.IntegerField(default=70)))
    assert (desk is before, pointed is desk) == (False, True)
    assert [field.name for field in desk._meta.concrete_fields] == ["id", "name", "height"]
    assert [index.name for index in desk._meta.indexes] == ["by_name"]


def test_django_draws_everything_anew_before_and_after() -> None:
    django = ModelState.render, ProjectState.reload_model
    with drawing_what_changed():
        assert (ModelState.render, ProjectState.reload_model) != django
    assert (ModelState.render, ProjectState.reload_model) == django
    before, desk, _ = after(made(), migrations.AddIndex("desk", INDEX))
    assert desk is not before
