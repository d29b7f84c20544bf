"""What the services about a student's studies share: the dated rules, the studies, the order of the institution."""
