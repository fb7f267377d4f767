"""System checks say before the start what would break a promise later."""

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from portal.core.models import StandardPage
from portal.procedures import checks


def ids() -> set[str]:
    return {message.id for message in run_checks() if message.id and message.id.startswith("procedures.")}


@pytest.mark.django_db
def test_this_project_passes() -> None:
    assert ids() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("WAGTAILREDIRECTS_AUTO_CREATE", True, "procedures.E001"),
        ("WAGTAIL_ALLOW_UNICODE_SLUGS", True, "procedures.E002"),
        ("TIME_ZONE", "UTC", "procedures.E004"),
    ],
)
def test_a_dangerous_setting_is_named(settings: Settings, name: str, value: object, expected: str) -> None:
    setattr(settings, name, value)
    assert ids() == {expected}


@pytest.mark.django_db
def test_a_schema_without_a_way_to_todays_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SCHEMA", 2)
    assert ids() == {"procedures.E003"}


@pytest.mark.django_db
def test_a_page_that_can_be_made_private_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StandardPage, "private_page_options", ["login"])
    assert ids() == {"procedures.E005"}
