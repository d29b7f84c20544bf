"""Return of a student from an academic leave."""
