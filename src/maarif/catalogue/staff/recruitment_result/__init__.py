"""Certificate of the result of the teacher recruitment examination."""
