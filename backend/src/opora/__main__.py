"""`python -m opora` is the command line."""

from opora.cli import main

if __name__ == "__main__":
    main()
