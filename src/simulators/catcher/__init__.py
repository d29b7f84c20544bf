"""Catches what the demonstration sends: a real SMTP server and a text-message gateway, and a page that shows both."""
