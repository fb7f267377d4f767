"""Any request that the API's description allows, and many that it does not, gets an answer as described.

The requests are made from the description itself, so that a new address or parameter is tried without a word here.
"""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from portal.api.routes import api
from portal.procedures.notice import Notice

#: Requests to each address.
EXAMPLES = 40

schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.app = WSGIHandler()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The end of a request closes no connection: it is the test's own, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@pytest.mark.usefixtures("_one_connection")
def test_every_address_answers_as_described(plan: list[Notice], case: Case) -> None:
    """No 5xx; a status, a content type and a body that the description names."""
    # Whether a date or a value of a filter is one that exists, no description can say: it may be refused. And in an
    # address everything is text, so that one value stands for a list of one, and of two pages the last counts.
    case.call_and_validate(excluded_checks=[positive_data_acceptance, negative_data_rejection])
