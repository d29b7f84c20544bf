"""Published arithmetic of places: who gets which, who sits where, and how anybody recomputes it from the files alone."""
