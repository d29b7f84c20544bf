"""The few signs of the interface, drawn in the page itself; all of them are decoration beside a text."""

from typing import Final

from markupsafe import Markup

_PATHS: Final = {
    "down": "M6 9l6 6 6-6",
    "right": "M9 6l6 6-6 6",
    "left": "M15 6l-6 6 6 6",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
    "check": "M5 13l4.5 4.5L19 7",
    "cross": "M6 6l12 12M18 6L6 18",
    "document": "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c1-3.5 3.5-5 7-5s6 1.5 7 5",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "law": "M12 4v16M7 20h10M5 8l7-2 7 2M5 8l-2.5 6h5zM19 8l-2.5 6h5z",
    "coin": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 8v8M9.5 10h4a1.5 1.5 0 0 1 0 3h-3a1.5 1.5 0 0 0 0 3h4",
    "phone": "M6 4h4l1.5 5-2.5 1.5a11 11 0 0 0 4.5 4.5L15 12.5l5 1.5v4c0 1-1 2-2 2C10.5 20 4 13.5 4 6c0-1 1-2 2-2z",
    "print": "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
    "download": "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
    "link": "M10 14l4-4M8 11l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 16M16 13l2.5-2.5a3.5 3.5 0 0 0-5-5L11 8",
    "eye": "M3 12c2.5-4.5 5.5-6.5 9-6.5s6.5 2 9 6.5c-2.5 4.5-5.5 6.5-9 6.5S5.5 16.5 3 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    "message": "M4 5h16v12H9l-5 4z",
    "external": "M9 5H5v14h14v-4M13 5h6v6M19 5l-8 8",
}


def icon(name: str) -> Markup:
    """The drawing of one sign, hidden from screen readers."""
    return Markup(  # noqa: S704 - both parts are constants of this module
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="{_PATHS[name]}"/></svg>'
    )
