"""Lets Django migrate without drawing models anew for what it adds beside their fields, which took half of an empty database's time.

For each operation Django draws the changed model and all that are tied to it, some twenty classes. An index, a constraint or a trigger
changes no class: it is noted on the one that is there. Fields, bases and managers are drawn as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db.migrations.state import ModelState, ProjectState

BESIDE_THE_FIELDS: Final = ("indexes", "constraints", "triggers")
_render: Final = ModelState.render
_reload: Final = ProjectState.reload_model


@contextmanager
def drawing_what_changed() -> Iterator[None]:
    """While this lasts, a model that has only more or fewer indexes, constraints or triggers is not drawn anew."""
    ModelState.render, ProjectState.reload_model = _render_and_note, _reload_what_changed  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ModelState.render, ProjectState.reload_model = _render, _reload  # type: ignore[method-assign]


def _drawn(state: ModelState) -> tuple[Any, ...]:
    """What a drawn class is made of; fields are never changed in place, so that the same ones draw the same class."""
    fields = tuple((name, id(field)) for name, field in state.fields.items())
    options = {name: value for name, value in state.options.items() if name not in BESIDE_THE_FIELDS}
    return fields, state.bases, list(state.managers), options


def _render_and_note(state: ModelState, apps: Any) -> Any:
    model: Any = _render(state, apps)
    model._drawn, model._drawn_fields = (
        _drawn(state),
        dict(state.fields),
    )  # the fields are kept, or another may take an id
    return model


def _reload_what_changed(project: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    key = (app_label, model_name.lower())
    model: Any = project.apps.all_models[app_label].get(key[1]) if "apps" in project.__dict__ else None
    state = project.models.get(key)
    if model is None or state is None or getattr(model, "_drawn", None) != _drawn(state):
        _reload(project, app_label, model_name, delay)
        return
    for option in BESIDE_THE_FIELDS:
        if option in state.options:
            setattr(model._meta, option, list(state.options[option]))
    model._meta.__dict__.pop("total_unique_constraints", None)
