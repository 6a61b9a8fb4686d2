"""What the command line tells a person in one line instead of a traceback."""


class Refusal(Exception):
    """Something the person who started the program can mend; the message is one line that says how."""
