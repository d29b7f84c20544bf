"""Correcting a wrong fact of one's record."""
