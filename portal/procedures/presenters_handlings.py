"""Cách thức, thời hạn, phí: rows by what really differs, the common part in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.procedures.enums import Channel
from portal.procedures.notice import Duration, Handling
from portal.procedures.presenters_values import Value, channel_label, duration_value, fee_value

#: Case, area, time, fee: what two channels must share to be printed as one.
_Terms = tuple[str, str, Value, Value]


@dataclass(frozen=True, slots=True)
class HandlingRow:
    """One line of the table; empty labels belong to columns that are not shown."""

    channels: str
    case: str
    area: str
    duration: Value
    fee: Value

    @property
    def label(self) -> str:
        """The row's own name where only one column tells rows apart."""
        return ", ".join(part for part in (self.channels, self.case, self.area) if part)


@dataclass(frozen=True, slots=True)
class Handlings:
    """The section "Cách nộp, thời hạn, phí"."""

    rows: tuple[HandlingRow, ...]
    #: Channels that all give the same time and fee; empty where the table tells them apart.
    common_channels: tuple[str, ...]
    #: The fee of every row, said once instead of in a column of its own.
    common_fee: Value | None
    #: The time of every row, likewise; never together with the fee, for then nothing would stand beside the cases.
    common_duration: Value | None
    #: Channels the agency says nothing about.
    missing_channels: tuple[str, ...]
    has_channel_column: bool
    has_case_column: bool
    has_area_column: bool
    #: (channels, what to do there) where the notice says more than the channel's name.
    places: tuple[tuple[str, str], ...]
    #: Notes that hold for every row, printed once under the table.
    notes: tuple[str, ...]
    bases: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


def present_handlings(handlings: Iterable[Handling]) -> Handlings:
    """Join channels with the same rows, and take notes that all rows share out of the table."""
    handlings = tuple(handlings)
    shared_notes = _shared_notes(handlings)
    by_channel: dict[str, list[_Terms]] = {}
    for row in handlings:
        by_channel.setdefault(row.channel, []).append(_terms(row, shared_notes))
    joined: dict[tuple[_Terms, ...], list[str]] = {}
    for channel, terms in by_channel.items():
        joined.setdefault(tuple(dict.fromkeys(terms)), []).append(channel_label(channel))
    by_case = any(row.case or row.area for row in handlings)
    # A sentence instead of a column: only where cases or areas still tell the rows apart.
    common = tuple(next(iter(joined.values()))) if len(joined) == 1 and by_case else ()
    rows = tuple(
        HandlingRow("" if common else ", ".join(channels), case, area, duration, fee)
        for terms, channels in joined.items()
        for case, area, duration, fee in terms
    )
    can_share = bool(common) and len(rows) > 1
    has_one_fee = can_share and len({row.fee for row in rows}) == 1
    has_one_duration = can_share and not has_one_fee and len({row.duration for row in rows}) == 1
    return Handlings(
        rows=rows,
        common_channels=common,
        common_fee=rows[0].fee if has_one_fee else None,
        common_duration=rows[0].duration if has_one_duration else None,
        missing_channels=tuple(str(channel.label) for channel in Channel if channel.value not in by_channel),
        has_channel_column=not common,
        has_case_column=any(row.case for row in rows),
        has_area_column=any(row.area for row in rows),
        places=_places(handlings),
        notes=shared_notes,
        bases=tuple(dict.fromkeys(basis for row in handlings for basis in (row.basis, row.fee.basis) if basis)),
    )


def _places(handlings: tuple[Handling, ...]) -> tuple[tuple[str, str], ...]:
    """What to do on each channel; channels for which the same is said stand together."""
    channels: dict[str, list[str]] = {}
    for row in handlings:
        if row.place:
            channels.setdefault(row.place, []).append(channel_label(row.channel))
    return tuple((", ".join(dict.fromkeys(names)), place) for place, names in channels.items())


def _shared_notes(handlings: tuple[Handling, ...]) -> tuple[str, ...]:
    """Notes of time or fee that stand in every row: under the table they leave its columns wide enough."""
    columns = ([row.duration.note for row in handlings], [row.fee.note for row in handlings])
    return tuple(notes[0] for notes in columns if notes and notes[0] and len(set(notes)) == 1)


def _terms(row: Handling, shared: tuple[str, ...]) -> _Terms:
    return (row.case, row.area, _without(duration_value(row.duration), shared), _without(fee_value(row.fee), shared))


def _without(value: Value, shared: tuple[str, ...]) -> Value:
    return Value(value.text, "", value.is_none) if value.note in shared else value


# --- at a glance ----------------------------------------------------------------------------------

#: More different values, or longer names of their cases, are not a glance any more.
_GLANCE_VALUES = 3
_GLANCE_LABELS = 80


@dataclass(frozen=True, slots=True)
class GlanceValue:
    """A key value and for whom it holds."""

    value: Value
    labels: tuple[str, ...]
    #: The cases are too many to name here: the table tells them.
    see_table: bool = False

    @property
    def label(self) -> str:
        return "; ".join(self.labels)


def glance_durations(handlings: Iterable[Handling]) -> tuple[GlanceValue, ...]:
    """The different times, each with its cases; their range, or nothing, where that is too much for a glance."""
    handlings = tuple(handlings)
    values = _glance((duration_value(row.duration), row) for row in handlings)
    if values and sum(len(item.label) for item in values) <= _GLANCE_LABELS:
        return values
    return _range(handlings)


def _range(handlings: tuple[Handling, ...]) -> tuple[GlanceValue, ...]:
    """Từ 07 đến 20 ngày làm việc: only where every row states a number of the same unit."""
    numbers = [row.duration.number for row in handlings if row.duration.number is not None]
    units = {row.duration.unit for row in handlings}
    if len(numbers) < len(handlings) or len(units) != 1 or not numbers or "" in units:
        return ()
    longest = duration_value(Duration(number=max(numbers), unit=units.pop())).text
    words = _("Từ %(least)s đến %(most)s") % {"least": f"{min(numbers):02d}", "most": longest}
    return (GlanceValue(Value(words), (_("Tùy trường hợp"),), see_table=True),)


def glance_fees(handlings: Iterable[Handling]) -> tuple[GlanceValue, ...]:
    """The different fees, each with its cases."""
    return _glance((fee_value(row.fee), row) for row in handlings)


def _glance(pairs: Iterable[tuple[Value, Handling]]) -> tuple[GlanceValue, ...]:
    pairs = list(pairs)
    labels: dict[str, list[str]] = {}
    notes: dict[str, set[str]] = {}
    none: dict[str, bool] = {}
    by_case = any(row.case or row.area for _value, row in pairs)
    for value, row in pairs:
        labels.setdefault(value.text, []).append(_name(row, by_case=by_case))
        notes.setdefault(value.text, set()).add(value.note)
        none[value.text] = value.is_none
    if len(labels) > _GLANCE_VALUES:
        return ()
    several = len(labels) > 1
    return tuple(
        GlanceValue(
            Value(text, notes[text].pop() if len(notes[text]) == 1 and not several else "", none[text]),
            tuple(dict.fromkeys(filter(None, found))) if several else (),
        )
        for text, found in labels.items()
    )


def _name(row: Handling, *, by_case: bool) -> str:
    """A row named by what tells the rows apart: case and area, or else the channel."""
    if by_case:
        return ", ".join(part for part in (row.case, row.area) if part) or _("các trường hợp khác")
    return channel_label(row.channel)
