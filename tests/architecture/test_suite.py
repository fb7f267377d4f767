"""What the suite itself must not do."""

from contextlib import suppress

import pytest

from tests import conftest, seeding


@pytest.mark.django_db(transaction=True)
def test_rows_are_put_back_for_the_next_test_only_since_after_the_last_the_database_is_another(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_back: list[pytest.Item | None] = []
    for following in (None, request.node):
        with monkeypatch.context() as patched:
            patched.setattr(seeding, "seed_nothing", lambda following=following: put_back.append(following))
            teardown = conftest.pytest_runtest_teardown(request.node, following)
            next(teardown)
            with suppress(StopIteration):
                next(teardown)

    assert put_back == [request.node]
