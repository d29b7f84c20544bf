"""What lies outside the country's own systems, simulated by separate processes that speak the true protocols."""
