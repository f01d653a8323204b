"""`python -m tcexplorer`."""

from tcexplorer.cli.main import entry

if __name__ == "__main__":
    entry()
