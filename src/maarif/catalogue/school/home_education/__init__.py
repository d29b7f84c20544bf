"""Education at home by medical opinion."""
