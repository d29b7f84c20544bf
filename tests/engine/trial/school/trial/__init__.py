"""A trial of everything that people can decide."""
