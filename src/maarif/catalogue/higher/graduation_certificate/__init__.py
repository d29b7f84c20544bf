"""Certificate of graduation for graduates of earlier years."""
