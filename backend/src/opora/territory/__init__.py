"""Territory: the region, its okrugs and municipalities, organisations and bodies, schools with dated statuses.

Words: a *status* is a dated mark of a school with its basis, never one value; an *alias* is how a school is also written.
Invariants: INV-01 (versions), INV-02 (aliases), INV-03 (identifiers), INV-04 to INV-06 (statuses). Unknown dates stay unknown.
"""
