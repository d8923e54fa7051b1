"""python -m pinxit"""

from pinxit.cli import main

main()
