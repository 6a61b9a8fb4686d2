"""Intensives: the monthly Day of Educational Intensives, a container of events built from common deficits.

A *Day* belongs to a programme and a month (INV-46) and has four *audiences*. Its *agenda* is proposed from *themes*, the
common deficits of the programme (S2), and made of *sessions*, which are events. It is published with a date, a session for
every audience and a common deficit (INV-47); every session names what it serves, and any school may give one, whatever its
results (INV-48). Closing the Day completes the actions of the deficits it served (domain.md 3.3, 3.11).
"""
