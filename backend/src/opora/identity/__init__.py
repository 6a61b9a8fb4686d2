"""Identity: accounts, role assignments, passwords, browser sessions, invitations, API clients.

Provides the authenticator that `access` asks for. Browsers hold an opaque cookie, systems a short-lived token; neither is
stored, only its hash. An assignment never changes, it only ends.

Words: an *account* signs in; a *role assignment* is what it acts through; a *session* is a browser's login through one
assignment; an *invitation* is a one-time link to choose a password. The territory of an account holds those of its live
roles, so whoever manages it sees them all. What happens before there is an actor goes through functions of schema `gate`.
"""
