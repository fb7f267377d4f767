"""What this room keeps in the database. The search documents are not here: every index has its own."""

from portal.search.models.counts import SearchCount
from portal.search.models.knowledge import EditorsPick, ElsewhereArea, PickedProcedure, Synonym

__all__ = ["EditorsPick", "ElsewhereArea", "PickedProcedure", "SearchCount", "Synonym"]
