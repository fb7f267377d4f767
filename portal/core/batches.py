"""Working through many things a few at a time, so that memory does not grow with their number."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in their order, `size` at a time; the last batch may be smaller, none is empty."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
