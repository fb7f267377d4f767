"""The editor's forms, in the order of the legal field set."""

from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

AGENCY_PANELS = [*Page.content_panels, FieldPanel("agency")]
PROCEDURE_EDIT_HANDLER = TabbedInterface([ObjectList([*Page.content_panels, FieldPanel("code")], heading="Nội dung")])
