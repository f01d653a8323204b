# Tasks of this repository; each line also works when pasted into a shell.

# everything CI checks, without installing anything
check:
    ruff format --check .
    ruff check .
    pyright
    lint-imports
    pytest

test:
    pytest

# what three minutes have no room for; CI runs it, too
slow:
    pytest -m slow

# ratios against peers and floors, printed
bench:
    pytest -n 0 -s -m benchmark

# what is too long for every run
nightly:
    pytest -m nightly
