"""What the tests stand on: a migrated database with a small world, and the real application on it."""
