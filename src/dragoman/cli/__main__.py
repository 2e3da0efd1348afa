"""`python -m dragoman.cli` is the `dragoman` command."""

from __future__ import annotations

from dragoman.cli import main

if __name__ == "__main__":
    main()
