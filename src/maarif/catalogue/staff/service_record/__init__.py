"""Certificate of service."""
