"""Panels every room may use."""

from typing import Any

from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList, Panel


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


class OldFontPanel(ReadOnlyTemplatePanel):
    """Stands on top of a form of `OffersConversion`: texts of an old font, what they would become, and the choice."""

    class BoundPanel(ReadOnlyTemplatePanel.BoundPanel):
        """Shown only where such a text was sent."""

        template_name = "core/admin/old_font_panel.html"

        def is_shown(self) -> bool:
            return bool(getattr(self.form, "old_font_texts", ()))

        def facts(self) -> dict[str, Any]:
            return {"texts": self.form.old_font_texts, "choice": self.form.old_font_choice}


class OpenObjectList(ObjectList):
    """Panels after which other rooms put their own, by the Wagtail hook that is named.

    A function registered for the hook returns a list of panels. So a form shows what its room knows nothing of.
    """

    children: list[Panel]

    def __init__(self, *args: Any, hook: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hook = hook

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "hook": self.hook}

    def on_model_bound(self) -> None:
        self.children = [*self.children, *(panel for found in hooks.get_hooks(self.hook) for panel in found())]
        super().on_model_bound()


def fields(*names: str) -> list[FieldPanel]:
    """Plain field panels, in this order."""
    return [FieldPanel(name) for name in names]
