"""Documents: papers made from data, kept as they were made, and certificates that anybody can verify.

A *paper* is asked for by a context above with a *snapshot*, everything that is printed (domain.md section 6); a job draws it
and keeps the *files*. Asking again makes a new version. A *certificate* has a number, gapless within issuer and year, and an
unguessable code; its public page says no more than the paper does.
"""
