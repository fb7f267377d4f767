"""How often something was searched for, without anything about who searched: docs/search-log.md."""

from portal.search.counting.recording import count, countable, opened, record
from portal.search.counting.stores import is_shared

__all__ = ["count", "countable", "is_shared", "opened", "record"]
