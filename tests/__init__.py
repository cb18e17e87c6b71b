"""The tests: one folder per room, and the doors, the engine, the journeys and the architecture beside them."""
