"""Leave from a post."""
