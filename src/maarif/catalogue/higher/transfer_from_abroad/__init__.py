"""Somebody who studies abroad goes on at a university of the country."""
