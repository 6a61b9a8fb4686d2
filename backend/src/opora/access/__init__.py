"""Who acts and what they may do: Actor, Role, scope, permissions, and entering a transaction as somebody.

Two layers, both tested, neither trusted alone: rows by PostgreSQL row security (ADR 0002), functions by the permission table.
`access` declares what an authenticator must give; `identity` provides it; `wiring` connects them.
"""
