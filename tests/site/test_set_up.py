"""A new installation gets what editors need, and nothing that belongs to the demonstration."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Workflow, WorkflowPage

from portal.procedures.models import ProcedurePage
from portal.procedures.permissions import REVIEWERS
from portal.procedures.workflow import WORKFLOW
from portal.site.models import HomePage
from tests.seeding import seed_all, seed_nothing


def set_up(**options: bool) -> str:
    output = StringIO()
    call_command("set_up", stdout=output, **options)
    return output.getvalue()


@pytest.mark.django_db
def test_an_empty_portal_answers_at_its_root_and_has_neither_accounts_nor_procedures(client: Client) -> None:
    seed_nothing()
    said = set_up()
    assert client.get("/").status_code == 200
    home = HomePage.objects.get()
    assert not home.example_queries.exists(), "they are words of the 36 procedures, which are not here"
    assert not home.life_situations.exists()
    assert not User.objects.exists()
    assert not ProcedurePage.objects.exists()
    assert Workflow.objects.filter(name=WORKFLOW).count() == 1
    assert "Chưa có cơ quan nào" in said


@pytest.mark.django_db
def test_after_an_import_a_second_run_makes_the_groups_of_the_agencies_and_changes_nothing_else() -> None:
    seed_all()
    Group.objects.exclude(name=REVIEWERS).delete()
    home = HomePage.objects.get()
    HomePage.objects.update(title="Tên do tỉnh đặt")
    pages = Page.objects.count()
    said = set_up()
    assert Group.objects.filter(name__contains="Công an").exists()
    assert HomePage.objects.get(pk=home.pk).title == "Tên do tỉnh đặt"
    assert Page.objects.count() == pages
    assert "đã có" in said


@pytest.mark.django_db
def test_an_approval_that_an_administrator_chose_stays() -> None:
    seed_all()
    own = Workflow.objects.create(name="Quy trình của tỉnh")
    assert WorkflowPage.objects.update(workflow=own)
    set_up()
    assert set(WorkflowPage.objects.values_list("workflow__name", flat=True)) == {own.name}


@pytest.mark.django_db
def test_a_dry_run_writes_nothing() -> None:
    seed_nothing()
    assert "không ghi gì" in set_up(dry_run=True)
    assert not HomePage.objects.exists()
    assert not Workflow.objects.filter(name=WORKFLOW).exists()
