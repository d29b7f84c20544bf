"""Words and arithmetic of the platform: plain Python, no Django."""
