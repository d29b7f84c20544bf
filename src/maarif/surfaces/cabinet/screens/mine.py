"""The box that leads to one's own data, to who looked, and to the settings."""

from django.urls import reverse
from django.utils.translation import gettext as _

from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.screens.family import Household
from maarif.surfaces.cabinet.types import Panel, PanelRow


def panel(viewer: Actor, household: Household) -> Panel:
    """Always there: what the state knows, who asked, how one wishes to be written to."""
    return Panel(
        code="mine",
        title=_("My data") if viewer.acting_for is None else _("The child's data"),
        rows=(
            *_desk(household),
            PanelRow(
                title=_("What the registers hold"),
                lines=(_("Every fact with its source"),),
                href=reverse("cabinet:data"),
            ),
            PanelRow(title=_("Who looked"), lines=(_("And for what purpose"),), href=reverse("cabinet:looks")),
            PanelRow(
                title=_("Consents to my data"),
                lines=(_("Whom you let see them, and until when"),),
                href=reverse("consents:given"),
            ),
            PanelRow(
                title=_("Shown by consent"), lines=(_("What others let you see"),), href=reverse("consents:shown")
            ),
            PanelRow(
                title=_("Settings"), lines=(_("Language, messages, signing in"),), href=reverse("cabinet:settings")
            ),
        ),
    )


def _desk(household: Household) -> tuple[PanelRow, ...]:
    """The way to the desk for whoever holds an office."""
    if not household.official:
        return ()
    return (PanelRow(title=_("My desk"), lines=(_("Work for the office that you hold"),), href=reverse("desk:home")),)
