"""A believable country, made of a seed: families, schools, students and teachers as a OneRoster bundle."""
