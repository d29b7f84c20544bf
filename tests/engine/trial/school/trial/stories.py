"""Told by the tests of the engine themselves."""

STORIES = ()
