"""The outreach in the admin: one file for each part of the work."""
