"""The continuous queue's order: streams and turns, offers and their terms, stop lists, freezes, all from one log of events."""
