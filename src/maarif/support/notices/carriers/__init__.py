"""The ways out of the house: mail servers for letters, gateways for text messages, each in the order of the settings."""
