"""Return from leave to a post."""
