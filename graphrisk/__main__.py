"""`python -m graphrisk`: the command line where its script is not on the path."""

from graphrisk.cli.main import main

if __name__ == "__main__":
    main()
