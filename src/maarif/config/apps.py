"""Plugs the house together once Django knows every room."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The front door: runs the wiring when all rooms are known."""

    name = "maarif.config"
    label = "config"

    def ready(self) -> None:
        """Connects hearers to events, adapters to settings and resolvers to access."""
        from maarif.config import wiring

        wiring.connect()
