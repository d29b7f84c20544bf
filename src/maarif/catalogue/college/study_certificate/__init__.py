"""Certificate of study at a college."""
