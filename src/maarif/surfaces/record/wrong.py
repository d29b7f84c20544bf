"""Where somebody has a wrong fact corrected: the service of the country that does it, begun with the fact."""

from urllib.parse import urlencode

from django.urls import reverse

from maarif.engine import registry
from maarif.kernel.countries import active_country


def link(address: str) -> str:
    """The start of the correction of a fact; empty where the country runs no such service."""
    service = registry.correcting(active_country().code)
    if service is None:
        return ""
    return f"{reverse('cabinet:apply', args=[service.code])}?{urlencode({f'with-{service.corrects}': address})}"
