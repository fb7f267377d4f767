"""What every template may use: the portal's names and the day it is shown for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.core import clock


def portal(request: HttpRequest) -> dict[str, Any]:
    """`portal`: names from the settings, today's date and whether the clock stands still."""
    return {
        "portal": {
            "site_name": settings.SITE_NAME,
            "province_name": settings.PROVINCE_NAME,
            "administrative_office": settings.ADMINISTRATIVE_OFFICE,
            "base_url": settings.BASE_URL,
            "today": clock.today(),
            "clock_is_fixed": clock.is_fixed(),
        }
    }
