"""Deficits: the exemplar context. What a school, its head or a teacher lacks, from diagnosis to closing with evidence.

Owns the catalogue of deficit types, diagnosed deficits, the scope decision (common or individual), actions and measurements.
Words: a deficit is *common* when at least the programme's threshold of its low-result schools hold it, then the Day of
Educational Intensives closes it; else it is *individual* and closed by a tie with a strong school.
*Prevalence* is n of N.
Invariants: INV-29 (one open deficit per bearer, type and programme), INV-30 and INV-31 (the route fits the scope under strict
routing), domain.md 2.3 and 3.1: the state machine stands in `lifecycle.py`.
"""
