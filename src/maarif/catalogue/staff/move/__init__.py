"""Move from a post to one at another institution."""
