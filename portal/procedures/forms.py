"""The page form of a procedure: preflight on publish and submit, never on a draft."""

from wagtail.admin.forms import WagtailAdminPageForm


class ProcedurePageForm(WagtailAdminPageForm):
    """Filled by the editing slice."""
