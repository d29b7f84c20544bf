"""What the services have in common in which an institution is picked among thousands."""
