"""Services for citizens."""
