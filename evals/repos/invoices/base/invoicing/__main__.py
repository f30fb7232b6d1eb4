import sys

from invoicing.cli import main

sys.exit(main(sys.argv[1:]))
