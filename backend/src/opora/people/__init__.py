"""People: adults who work in the network, where they work, and their consents to the processing of personal data.

Invariants: INV-07 (no pupils, no parents as persons), INV-08 (no mentor profile without an active consent: asked through
`has_active_consent`). One consent has one purpose.
"""
