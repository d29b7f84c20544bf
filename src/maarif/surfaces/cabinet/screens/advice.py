"""What to do when a register is wrong about somebody: who corrects which part, and the way to the service that does it."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from maarif.kernel.countries import active_country
from maarif.surfaces.cabinet.types import Advice


def advice_about(topic: str) -> Advice | None:
    """The advice for one part of the record; None when there is no such part."""
    write = _ADVICE.get(topic)
    if write is None:
        return None
    title, summary, steps = write()
    return Advice(title=title, summary=summary, steps=steps, hotline=active_country().hotline)


_Words = tuple[str, str, tuple[str, ...]]


def _identity() -> _Words:
    return (
        _("My name, birth date or number is wrong"),
        _("These facts come from the population register and are written as in your identity document."),
        (
            _("Compare them with your identity document."),
            _("If the document is right, sign in again through the national provider: we read the register anew."),
            _(
                "If the document is wrong, it is corrected where identity documents are issued. Maarif follows by itself."
            ),
        ),
    )


def _family() -> _Words:
    return (
        _("A child or a guardian is missing, or should not be here"),
        _(
            "Guardianship comes from the population register: birth certificates, adoptions, decisions of the guardianship body."
        ),
        (
            _("Check that the birth or the guardianship has been registered."),
            _(
                "If it has, take the certificate or the decision to the child's school or kindergarten: its registrar enters it."
            ),
            _("If it has not, register it first with the civil registry or the guardianship body."),
        ),
    )


def _enrolments() -> _Words:
    return (
        _("My education is wrong"),
        _("Each enrolment is kept by the institution named in it. That institution corrects it."),
        (
            _("Write down what is wrong and what is right, with the number of the order or diploma if you have it."),
            _("Go to the registrar of the institution, or write to it."),
            _("If the institution no longer exists, or does not answer within ten working days, turn to the ministry."),
        ),
    )


def _posts() -> _Words:
    return (
        _("My work is wrong"),
        _("Posts and appointments are kept by the institution that employs you."),
        (
            _("Go to the personnel office with the order of your appointment."),
            _("If it is not corrected within ten working days, turn to the education office of your region."),
        ),
    )


def _assessments() -> _Words:
    return (
        _("A result of an examination is wrong"),
        _("Results are published by the body that holds the examination."),
        (
            _("Within the time set for appeals, use the appeal of that examination."),
            _("If your name or the subject is wrong but the result is right, turn to the ministry."),
        ),
    )


#: How links to the correction name a part that has another name in the record.
ADDRESSES: Final[Mapping[str, str]] = {"identity": "people", "family": "people"}
_ADVICE: Final[Mapping[str, Callable[[], _Words]]] = {
    "identity": _identity,
    "family": _family,
    "enrolments": _enrolments,
    "posts": _posts,
    "assessments": _assessments,
}
