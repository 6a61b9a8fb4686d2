"""Events: every dated practice of the network, from an open lesson to a session of the Day of Educational Intensives.

Owns events with their speakers and targets, registrations of adults with the waiting list, attendance, head-counts of
students and parents, and feedback.
Words: *capacity* is the number of seats, null means unlimited; seats are counted from rows under a lock on the event, never
kept in a counter. The *number* of a registration is its place in the order in which that lock was taken. A *leader* is a
speaker of the event.
Invariants: INV-07 (no pupils and no parents as persons), INV-27 (one live registration per person and event), INV-28
(attendance only from the start time), INV-38 (no identity with an answer, results hidden below five), INV-48 (a session of a
Day names what it serves). State machines (domain.md 3.3, 3.4) stand in `lifecycle.py` and `seating.py`.
"""
