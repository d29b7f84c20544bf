"""Reads of the parties room."""

from maarif.support.parties.models import Party


def identities(party: int) -> tuple[int, ...]:
    """The number itself first, then those of every record that was taken into it: what ledgers may know it by."""
    merged = Party.objects.filter(merged_into=party).order_by("pk").values_list("pk", flat=True)
    return (party, *merged)
