"""Reinstatement of somebody who was expelled or left."""
