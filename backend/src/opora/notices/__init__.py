"""Notices: what concerns an account, told in the application and, unless it says no, by e-mail.

A context above calls `notify` in the transaction of the cause: no notice tells of what was rolled back, and none is lost. A
*notice* is a row of its addressee; a *letter* is its e-mail, sent by the worker through SMTP or, where no SMTP is set, kept as
recorded. Texts name nobody: letters leave the program, so they hold what the addressee may know of themselves and a link.
"""
