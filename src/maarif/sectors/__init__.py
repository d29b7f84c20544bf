"""Departments with state of their own, strangers to one another."""
