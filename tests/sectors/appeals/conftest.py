"""Frozen time and signing keys for the tests of appeals."""

from tests.catalogue.conftest import demo_ring, keys_folder, noon

__all__ = ["demo_ring", "keys_folder", "noon"]
