"""What every context stands on and no context owns: ids, clock, texts, problems, pages, the database, outbox and jobs.

Knows no domain. The way of a request is described in `backend/ARCHITECTURE.md`.
"""
