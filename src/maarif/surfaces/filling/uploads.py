"""Files that a page takes: what fits, what is there, what is wrong with them; for questions and for answers to the office."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine import forms
from maarif.engine.declare import Field, FileType, Service
from maarif.engine.forms import FieldError
from maarif.support.files.types import MEDIA, Fault, FileCard, FileRef, Limits, State
from maarif.surfaces.filling.types import FileLine, FileLink, Problem, Upload
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record.types import Tag

TOO_LARGE = 413
UNFIT = 422


def upload(
    service: Service[Any],
    field: Field[Any],
    language: str,
    files: Sequence[FileCard],
    errors: Iterable[FieldError] = (),
    *,
    href: Callable[[str], str],
    remove: Callable[[FileCard], str] = lambda card: "",
) -> Upload:
    """The files of an answer and the field for more; `errors` are about what was just sent.

    `href` says where a file is opened, `remove` where it is taken away.
    """
    limits = forms.limits_of(field)

    def refused(name: str, fault: Fault) -> str:
        return forms.refused(service, field, name, fault, language).text

    return Upload(
        code=field.code,
        takes=_takes(limits),
        accept=",".join(each for kind in limits.accepts for part in MEDIA[kind] for each in part),
        camera=FileType.IMAGE in limits.accepts,
        most_files=limits.most_files,
        most_bytes=limits.most_bytes,
        too_large=refused("{name}", Fault.TOO_LARGE),
        files=tuple(_line(card, refused, href, remove(card)) for card in files),
        room=max(0, limits.most_files - len(files)),
        problems=tuple(Problem(code=error.field, text=error.text) for error in errors if error.field == field.code),
    )


def status(errors: Iterable[FieldError]) -> int:
    """The status of a page that shows these errors."""
    codes = {error.code for error in errors}
    if Fault.TOO_LARGE in codes:
        return TOO_LARGE
    return UNFIT if codes else 200


def links(files: Iterable[FileRef], href: Callable[[str], str]) -> tuple[FileLink, ...]:
    """Files that were sent, each with its size; `href` says where one is opened."""
    return tuple(
        FileLink(
            label=each.name,
            size=text(forms.size_in_words(each.size)),
            href=href(each.public_id),
        )
        for each in files
    )


def _takes(limits: Limits) -> str:
    """Types, size, number and pages in one or two sentences, told before anything is sent."""
    told = ngettext(
        "One file, up to %(size)s: %(types)s.",
        "Up to %(num)s files, up to %(size)s each: %(types)s.",
        limits.most_files,
    ) % {
        "num": limits.most_files,
        "size": text(forms.size_in_words(limits.most_bytes)),
        "types": text(forms.accepted(limits.accepts)),
    }
    if FileType.PDF not in limits.accepts:
        return told
    pages = ngettext("A PDF may have %(num)s page.", "A PDF may have up to %(num)s pages.", limits.most_pages) % {
        "num": limits.most_pages
    }
    return f"{told} {pages}"


def _line(card: FileCard, refused: Callable[[str, Fault], str], href: Callable[[str], str], remove: str) -> FileLine:
    size = text(forms.size_in_words(card.size))
    pages = ""
    if card.pages is not None and card.pages > 1:
        pages = ngettext("%(num)s page", "%(num)s pages", card.pages) % {"num": card.pages}
    return FileLine(
        public_id=card.public_id,
        name=card.name,
        line=f"{size} · {pages}" if pages else size,
        tag=_tag(card.state),
        href=href(card.public_id) if card.state is State.CLEAN else "",
        remove=remove,
        problem=refused(card.name, card.fault) if card.state is State.REFUSED and card.fault is not None else "",
    )


def _tag(state: State) -> Tag:
    if state is State.CLEAN:
        return Tag(label=_("Checked"), color="success")
    if state is State.REFUSED:
        return Tag(label=_("Not accepted"), color="danger")
    return Tag(label=_("Being checked"), color="info")
