"""Certificate of study at a higher education institution."""
