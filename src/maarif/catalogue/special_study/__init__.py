"""What education at home and the individual timetable have in common."""
