"""The request as the door hands it over: with the actor and the visitor on it."""

from django.http import HttpRequest

from maarif.support.access.types import Visitor
from maarif.support.parties.types import Actor


class ApiRequest(HttpRequest):
    """A request that has passed the door."""

    actor: Actor
    visitor: Visitor
