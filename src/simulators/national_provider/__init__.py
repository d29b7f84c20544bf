"""A simulated national identity provider: real OpenID Connect, invented people. Outside the product."""
