"""Expulsion of a student by the institution."""
