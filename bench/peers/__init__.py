"""The peers that ours is set beside: the same page, written as most would write it."""
