"""Letting somebody see one's record."""
