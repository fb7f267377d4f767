"""The rights of the portal's own user in Elasticsearch."""

import runpy

import pytest
import yaml
from django.conf import settings

from portal.search.engines.elasticsearch import indices
from portal.settings.services import ElasticsearchOptions

from .conftest import DEPLOY


@pytest.mark.parametrize("prefix", ["portal", "kon-tum"])
def test_the_role_fits_the_names_of_this_installation_and_no_others(
    prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_ELASTICSEARCH_PREFIX", prefix)
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=("http://x",), prefix=prefix))
    role = runpy.run_path(str(DEPLOY / "elasticsearch" / "create_user.py"))["role"]()

    (names,) = [rights["names"] for rights in role["indices"]]
    assert names == [indices.write_alias().removesuffix("write") + "*"]
    assert indices.read_alias().startswith(names[0].rstrip("*"))


def test_the_job_that_makes_the_user_is_told_the_same_names_as_the_portal() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))["services"]
    name = "PORTAL_ELASTICSEARCH_PREFIX"
    assert services["elasticsearch-user"]["environment"][name] == services["web"]["environment"][name]
