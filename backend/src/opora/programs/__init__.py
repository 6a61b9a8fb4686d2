"""Programmes: the network programmes of a region and its municipalities, their model, participants and policy for deficits.

Words: the *threshold* is the share of low-result participants from which a deficit type is common; *routing* is strict
(the scope decides the route) or advisory. Invariants: INV-12, INV-14, INV-15; the policy serves INV-30 and INV-31.
"""
