"""How the page says what a query was taken for, and the ways to have it taken otherwise."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.search.matching import Match
from portal.search.service import PlaceState, SearchResult
from portal.search.understanding import Query
from portal.vietnamese.keys import accent_key, search_key

#: Values of an address that say how a query is to be read.
FLAGS = ("literal", "anywhere")
#: Other readings that are named: a line, not a list.
MOST_OTHERS = 3

#: A folded syllable: "bhyt" is none, "kỹ" is one.
_SPOKEN = re.compile("[aeiou]|y$")

#: What was done to the words typed, as far as a reader may wonder; the first two that happened are said.
_REASONS: dict[str, str | Promise] = {
    "legacy": _("Chữ dán theo bảng mã cũ đã được đổi."),
    "telex": _("Có vẻ bộ gõ tiếng Việt đang tắt, nên các phím bạn gõ được đọc thành chữ có dấu."),
    "vni": _("Có vẻ bộ gõ tiếng Việt đang tắt, nên các phím bạn gõ được đọc thành chữ có dấu."),
    "spelling": _("Đã sửa chính tả."),
    "spacing": _("Đã tách lại chữ."),
    "chat": _("Đã viết đủ chữ viết tắt."),
    "abbreviation": _("Đã viết đủ chữ viết tắt."),
    "accents": _("Đã thêm dấu."),
}
_MOST_REASONS = 2

#: Makes an address of the same search with other values: name -> values, none to leave it out.
Address = Callable[[Mapping[str, list[str]]], str]


@dataclass(frozen=True, slots=True)
class ReadingLines:
    """What stands under the search box.

    `text` is what is searched for, "" where that is what was typed; `switch_url` leads to the other reading,
    the literal one unless this is it. `others` are wordings that are searched for as well.
    """

    text: str
    reasons: tuple[str, ...]
    is_literal: bool
    switch_url: str
    others: tuple[str, ...]
    has_code: bool
    has_law: bool
    was_cut: bool

    def __bool__(self) -> bool:
        return bool(self.text or self.is_literal or self.others or self.has_code or self.has_law or self.was_cut)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place the query names: the results are those it takes in, or it takes in none of them."""

    name: str
    url: str
    is_applied: bool
    anywhere_url: str


def reading_lines(result: SearchResult, address: Address) -> ReadingLines:
    """Told shortly: each line more pushes the first result down on a phone."""
    query = result.query
    reasons = [] if query.is_literal else [str(words) for note, words in _REASONS.items() if note in query.notes]
    return ReadingLines(
        text=query.interpreted if reasons else "",
        reasons=tuple(dict.fromkeys(reasons))[:_MOST_REASONS],
        is_literal=query.is_literal and bool(query.text),
        switch_url=address({"literal": [] if query.is_literal else ["1"]}),
        others=_others(result),
        has_code="code" in query.notes,
        has_law="law_number" in query.notes,
        was_cut="cut" in query.notes,
    )


def _others(result: SearchResult) -> tuple[str, ...]:
    """Other wordings, where the first result bears one of them instead of the words typed."""
    query = result.query
    if result.match is not Match.EXACT or not result.hits or _is_borne(query, result):
        return ()
    known = {accent_key(query.interpreted), accent_key(query.text)}
    # An abbreviation that stands written out above is not shown short again.
    written_out = {*accent_key(query.text).split()} - {*accent_key(query.interpreted).split()}
    texts = dict.fromkeys(" ".join(reading.restored) or reading.text for reading in query.readings[1:])
    return tuple(
        text
        for text in texts
        if accent_key(text) not in known
        and written_out.isdisjoint(accent_key(text).split())
        and _is_readable(accent_key(text).split())
    )[:MOST_OTHERS]


def _is_readable(words: Sequence[str]) -> bool:
    """Whether a citizen may wish to read this wording: nothing said twice, no abbreviation of it ("bhyt")."""
    doubled = any(words[at : at + 2] == words[at + 2 : at + 4] for at in range(len(words) - 3))
    return not doubled and all(word.isdigit() or _SPOKEN.search(search_key(word)) for word in words)


def _is_borne(query: Query, result: SearchResult) -> bool:
    title = result.hits[0].document.title.distinct
    return all(term.key in title for term in query.terms)


def place_line(result: SearchResult, address: Address) -> PlaceLine | None:
    """None where the place narrows nothing, and nothing is to be said of it."""
    place = result.query.place
    if place is None or result.place_state is PlaceState.NONE:
        return None
    return PlaceLine(
        # "Huyện Đắk Hà" inside a sentence.
        name=place.name[:1].lower() + place.name[1:],
        url=reverse("procedures:service_point", args=[place.slug]),
        is_applied=result.place_state is PlaceState.APPLIED,
        anywhere_url=address({"anywhere": ["1"]}),
    )
