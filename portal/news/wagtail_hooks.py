"""The outreach in the admin."""

from portal.news import approval_hooks  # noqa: F401 - hooks of their own
