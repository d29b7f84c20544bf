"""How far the copies of a message came, as sentences in the language of the page."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maarif.support.notices.types import CopyCard, DeliveryChannel, DeliveryStatus
from maarif.surfaces.frame.environment import moment

_CHANNELS: Final = {
    DeliveryChannel.EMAIL: gettext_lazy("E-mail to %(address)s"),
    DeliveryChannel.SMS: gettext_lazy("Text message to %(address)s"),
}
_STATUSES: Final = {
    DeliveryStatus.WAITING: gettext_lazy("%(copy)s: waits to be sent since %(moment)s"),
    DeliveryStatus.SENT: gettext_lazy("%(copy)s: sent on %(moment)s"),
    DeliveryStatus.DELIVERED: gettext_lazy("%(copy)s: delivered on %(moment)s"),
    DeliveryStatus.BOUNCED: gettext_lazy("%(copy)s: refused by the receiving side on %(moment)s"),
    DeliveryStatus.GIVEN_UP: gettext_lazy("%(copy)s: could not be sent; we stopped trying on %(moment)s"),
}


def copy_line(card: CopyCard) -> str:
    """One copy: where it went, how far it came and when."""
    copy = str(_CHANNELS[card.channel]) % {"address": card.address}
    return str(_STATUSES[card.status]) % {"copy": copy, "moment": moment(card.at)}


def support_lines(card: CopyCard) -> tuple[str, ...]:
    """What support needs besides: the attempts, and what the carrier said last."""
    tried = _("Attempts: %(count)s") % {"count": card.attempts}
    return (tried, card.error) if card.error else (tried,)
