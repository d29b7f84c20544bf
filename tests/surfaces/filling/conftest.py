"""The filling tests stand on the town."""

from tests.surfaces.standing import demo_keys, keys_folder, noon, signed_in_as, town

__all__ = ["demo_keys", "keys_folder", "noon", "signed_in_as", "town"]
