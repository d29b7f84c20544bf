"""Certificate of the result of the teachers' diagnostic assessment."""
