"""The town, frozen time and signed-in clients for the tests of appeals without a name."""

from tests.surfaces.standing import demo_keys, keys_folder, noon, signed_in_as, town

__all__ = ["demo_keys", "keys_folder", "noon", "signed_in_as", "town"]
