"""What identity's pages need to know of addresses."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def national_login_url() -> str:
    """Where a sign-in through the national provider begins."""
    return str(reverse("national_login"))


_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
)
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))


@register.filter
def browser(user_agent: str) -> str:
    """`Firefox · Windows`: what a browser calls itself, shortened to what people recognise; unknown ones as they are."""
    name = next((word for mark, word in _BROWSERS if mark in user_agent), "")
    name = name or ("Safari" if "Safari/" in user_agent else "")
    system = next((word for mark, word in (*_SYSTEMS, ("Linux", "Linux")) if mark in user_agent), "")
    return " · ".join(filter(None, (name, system))) or user_agent[:60]
