"""Transfers of pupils: when they may move, and who waits for which place."""
