"""What identity's pages need to know of addresses."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def national_login_url() -> str:
    """Where a sign-in through the national provider begins."""
    return str(reverse("national_login"))
