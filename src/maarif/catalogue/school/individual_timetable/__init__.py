"""An individual timetable for a pupil."""
