from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The numbered list of everything that changed for the public."""

    name = "portal.ledger"
    label = "ledger"
    verbose_name = "Sổ thay đổi"
