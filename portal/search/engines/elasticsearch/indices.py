"""The indices behind the aliases: making one, putting it in place, keeping the former, deleting the rest.

Readers use the alias `<prefix>-procedures-read`, writers find the index through
`<prefix>-procedures-write`; both move in one call.
"""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from portal.search.engines.base import EngineUnavailable, IndexMissing, NoFormerIndex
from portal.search.engines.elasticsearch import mapping
from portal.search.engines.elasticsearch.client import elasticsearch, options, translated

#: How long Elasticsearch remembers what was deleted, so that a slow writer cannot bring it back.
REMEMBERS_DELETED = "1h"
#: How long a new index may wait until every copy of it has its place; it goes on with the first one then.
COPIES_PLACED_IN = "15s"
#: Seconds until a written document is found by itself; our own steps make theirs visible at once.
REFRESH = "1s"


#: What `create` puts behind the first part of a name.
_OURS = re.compile(r"\d{20}-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Family:
    """The indices of this installation by what they are for; `leftovers` are unfinished or out of date."""

    current: str
    former: str
    leftovers: tuple[str, ...]


def read_alias() -> str:
    """The alias readers use."""
    return f"{_stem()}-read"


def write_alias() -> str:
    """The alias by which writers find the index."""
    return f"{_stem()}-write"


def create() -> str:
    """A new index that nobody sees yet; its name carries the moment, so names sort by age."""
    name = f"{_stem()}-{timezone.now():%Y%m%d%H%M%S%f}-{uuid.uuid4().hex[:6]}"
    replicas = options().replicas
    with translated():
        elasticsearch().indices.create(
            index=name,
            mappings=mapping.mapping(),
            settings={
                "number_of_shards": 1,
                "number_of_replicas": replicas,
                "refresh_interval": "-1",
                "gc_deletes": REMEMBERS_DELETED,
                "max_result_window": 10_000,
            },
            # From the start: a node that is lost meanwhile must not take the new index with it.
            wait_for_active_shards="all",
            timeout=COPIES_PLACED_IN,
        )
    return name


def settle(name: str) -> None:
    """Make what was filled in visible, and the index an everyday one."""
    with translated():
        client = elasticsearch()
        client.indices.put_settings(index=name, settings={"refresh_interval": REFRESH})
        client.indices.refresh(index=name)
        client.cluster.health(index=name, wait_for_status="yellow", timeout="30s")


def promote(name: str) -> None:
    """Point both aliases at an index, in one call; remember that it was finished.

    Raises:
        EngineUnavailable: an index, not an alias, has one of the aliases' names.
    """
    with translated():
        client = elasticsearch()
        for alias in (read_alias(), write_alias()):
            if client.indices.exists(index=alias) and not client.indices.exists_alias(name=alias):
                raise EngineUnavailable(f"an index has the name of the alias {alias}")
        client.indices.put_mapping(index=name, meta=mapping.mapping()["_meta"] | {"finished": True})
        actions: list[dict[str, Any]] = []
        for alias in (read_alias(), write_alias()):
            actions.append({"remove": {"index": f"{_stem()}-*", "alias": alias, "must_exist": False}})
            actions.append({"add": {"index": name, "alias": alias}})
        client.indices.update_aliases(actions=actions)


def delete(*names: str) -> None:
    """Delete indices; those that are gone already are no trouble."""
    if names:
        with translated():
            elasticsearch().indices.delete(index=",".join(names), ignore_unavailable=True)


def discard(name: str) -> None:
    """Delete an index that was to take the place, unless it has: only the answer that says so may have been lost."""
    with translated():
        client = elasticsearch()
        # Whatever was asked of the cluster before is decided then.
        client.cluster.health(wait_for_events="languid", timeout="30s")
        found = dict(client.indices.get_alias(index=name))
        if not any(about["aliases"] for about in found.values()):
            delete(name)


def family() -> Family:
    """All our indices, sorted out."""
    with translated():
        answer = dict(elasticsearch().indices.get(index=f"{_stem()}-*", features=["aliases", "mappings"]))
    # Of an installation whose own first part begins like ours nothing is ours to tidy away.
    found = {name: about for name, about in answer.items() if _OURS.fullmatch(name.removeprefix(f"{_stem()}-"))}
    current = next((name for name, about in found.items() if read_alias() in about["aliases"]), "")
    finished = sorted(name for name, about in found.items() if name != current and _is_finished(about))
    former = finished[-1] if finished else ""
    return Family(current, former, tuple(sorted(found.keys() - {current, former})))


def roll_back() -> str:
    """Point the aliases at the former index again; its name. The one left stays as the former.

    Raises:
        NoFormerIndex: none was kept.
    """
    former = family().former
    if not former:
        raise NoFormerIndex(_stem())
    promote(former)
    return former


def fingerprint_of(target: str) -> str:
    """The fingerprint of the code that made an index; "" where it does not say.

    Raises:
        IndexMissing: there is none, or an alias leads to several.
    """
    with translated():
        found = elasticsearch().indices.get_mapping(index=target)
    if len(found) != 1:
        raise IndexMissing("the alias leads to several indices")
    (about,) = found.values()
    return str(about["mappings"].get("_meta", {}).get("fingerprint", ""))


def _is_finished(about: dict[str, Any]) -> bool:
    return bool(about["mappings"].get("_meta", {}).get("finished"))


def _stem() -> str:
    return f"{options().prefix}-procedures"
