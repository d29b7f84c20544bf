"""Django's PostgreSQL backend, told how to see cheaply that a kept connection still lives."""
