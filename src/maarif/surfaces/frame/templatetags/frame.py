"""Puts Django templates (allauth's pages) into the Jinja frame, and their form fields into our classes."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_page(context: Context, *, title: str, content: str, head: str = "", foot: str = "") -> SafeString:
    """The whole page: content made by a Django template inside `frame/base.html`."""
    page: Any = get_template("frame/foreign.html", using="jinja2")
    parts = {"title": title, "content": content, "head": head, "foot": foot, "errors": _errors(context.get("form"))}
    notes = [{"color": _color(message.level_tag), "text": str(message)} for message in context.get("messages") or ()]
    made: str = page.render({**parts, "notes": notes}, context["request"])
    return mark_safe(made)  # noqa: S308 - both template engines have escaped what came from people


def _errors(form: BaseForm | None) -> list[dict[str, str]]:
    """What is wrong with the fields of a form that was sent, for the summary on top."""
    if form is None or not form.is_bound:
        return []
    fields = [(field, error) for field in form.visible_fields() for error in field.errors]
    return [{"code": field.auto_id, "text": f"{field.label}: {error}"} for field, error in fields]


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The input of a form field with our class, its hint and its error announced."""
    attributes: dict[str, Any] = {}
    if not isinstance(field.field.widget, RadioSelect):
        attributes["class"] = "ds-input"
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    if field.errors:
        attributes["aria-invalid"] = "true"
        described.append(f"{field.auto_id}-error")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    field.field.widget.attrs.pop("placeholder", None)  # the label says it, and stays when something is typed
    return SafeString(field.as_widget(attrs=attributes))


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is a single box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def variant(tags: list[str] | None) -> str:
    """The look of one of allauth's buttons by its tags."""
    given = set(tags or ())
    if given & {"link", "cancel", "minor", "tool"}:
        return "tertiary"
    return "secondary" if given & {"outline", "secondary", "delete", "danger"} else "primary"


def _color(level: str) -> str:
    return {"error": "danger", "warning": "warning", "success": "success"}.get(level, "info")
