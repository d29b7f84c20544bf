"""Duplicate of a school's certificate."""
