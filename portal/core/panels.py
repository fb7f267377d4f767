"""Panels every room may use."""

from typing import Any

from wagtail.admin.panels import FieldPanel, Panel


class ReadOnlyTemplatePanel(Panel):
    """Shows a template in the editor's form and edits nothing.

    Subclasses name the template and give its context in their `BoundPanel`.
    """

    class BoundPanel(Panel.BoundPanel):
        """Asked for its context each time the form is shown."""

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), **self.facts()}

        def facts(self) -> dict[str, Any]:
            """What the template shows."""
            return {}


def fields(*names: str) -> list[FieldPanel]:
    """Plain field panels, in this order."""
    return [FieldPanel(name) for name in names]
