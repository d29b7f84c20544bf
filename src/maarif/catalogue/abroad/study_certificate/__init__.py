"""Certificate of studies abroad under the State Programme."""
