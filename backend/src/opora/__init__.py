"""Opora: the working system of a network of schools that help one another."""

__version__ = "0.1.0"
