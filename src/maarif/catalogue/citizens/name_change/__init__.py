"""A new surname in the registers."""
