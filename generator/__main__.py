"""`python -m generator` is the same as `yingzhi`."""

from generator.cli import main

main()
