"""Certificate of graduation abroad under the State Programme."""
