"""``python -m centralasia``: the command line, for wherever the scripts folder is not on the path."""

from centralasia.cli import main

main()
