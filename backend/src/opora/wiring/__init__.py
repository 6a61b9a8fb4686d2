"""Wiring: what connects contexts and belongs to none: the list of routers, the first screen, global search."""
