"""A tree of sums (a Fenwick tree): sizes that change, and the place in whose sum a row falls."""

from __future__ import annotations

from array import array


def sums_of(sizes: list[int]) -> array[int]:
    """The tree over these sizes."""
    sums = array("q", sizes)
    count = len(sums)
    for at in range(count):
        above = at | (at + 1)
        if above < count:
            sums[above] += sums[at]
    return sums


def sum_before(sums: array[int], place: int) -> int:
    """The sum of all before a place."""
    total = 0
    while place > 0:
        total += sums[place - 1]
        place &= place - 1
    return total


def add_at(sums: array[int], place: int, by: int) -> None:
    """The size at a place is so much more."""
    count = len(sums)
    while place < count:
        sums[place] += by
        place |= place + 1


def place_in(sums: array[int], row: int) -> tuple[int, int]:
    """The place in whose sum a row falls, and how far into it."""
    count = len(sums)
    place, step = 0, 1 << (count.bit_length() - 1)
    while step:
        after = place + step
        if after <= count and sums[after - 1] <= row:
            place = after
            row -= sums[after - 1]
        step >>= 1
    return place, row
