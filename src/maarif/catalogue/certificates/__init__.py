"""What the services that issue a certificate from the registers have in common."""
