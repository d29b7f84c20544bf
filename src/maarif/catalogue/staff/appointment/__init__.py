"""Appointment to a vacant post."""
