"""A catalogue of one service that people decide, with everything that a declaration can say of stages; for the engine's tests."""
