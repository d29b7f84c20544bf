"""Leaving a post at one's own wish."""
