"""The order by which an employer settles who holds a post, with the number that it has in the employer's book."""

from maarif.catalogue.certificates import orders
from maarif.catalogue.certificates.orders import Lines
from maarif.catalogue.certificates.people import AboutSomebody
from maarif.engine.declare import Filled, Granted
from maarif.kernel.text import Text


def order(granted: Granted[AboutSomebody], institution: int, issuer: Text, lines: Lines) -> Filled:
    """An order of an employer: what it orders, and its number last."""
    return orders.order(granted, institution, issuer, {**lines, "order_number": number(granted)})


def number(granted: Granted[AboutSomebody]) -> str:
    """The number of the order as the officer noted it, else that of the case."""
    return str(granted.noted.get("order_number") or granted.number)
