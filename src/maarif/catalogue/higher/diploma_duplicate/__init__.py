"""Duplicate of a diploma."""
