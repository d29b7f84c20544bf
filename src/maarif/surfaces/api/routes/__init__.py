"""The addresses of the API, a module per thing that they are about."""
