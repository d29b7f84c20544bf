"""Views of the public pages: translate, ask once, draw."""
