"""Transfer of a pupil to another school."""
