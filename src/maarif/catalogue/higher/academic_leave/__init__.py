"""Academic leave of a student."""
