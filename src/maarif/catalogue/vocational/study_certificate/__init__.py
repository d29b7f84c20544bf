"""Certificate of study at a vocational school."""
