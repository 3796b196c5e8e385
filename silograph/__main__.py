"""Run silograph with ``python -m silograph``."""

from silograph.cli import main

main(prog_name="silograph")
