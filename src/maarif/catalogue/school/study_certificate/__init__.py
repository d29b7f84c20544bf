"""Certificate that a pupil studies at a school."""
