"""What the duplicates of a school's certificate and of a diploma have in common."""
