"""Change of specialty, also with a transfer to another institution."""
