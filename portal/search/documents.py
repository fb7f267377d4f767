"""What the engines know of a procedure: ready-made words, exact numbers and values to filter by.

One builder feeds live updates, rebuilds and tests. Every engine gets the same words, cut and folded
here by `portal.vietnamese`, so that two engines cannot disagree on what a word is. A document holds
no place and no URL: opening a counter must not change hundreds of documents.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pydantic import TypeAdapter

from portal.core.batches import batches
from portal.places.models import Agency, Level
from portal.procedures.enums import IN_FORCE_KINDS
from portal.procedures.models import NoticeLevel, NoticeVersion, OtherName
from portal.procedures.notice import LevelMark, Notice
from portal.procedures.presenters_values import is_open
from portal.procedures.selectors import Published, notices_on
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.slugs import slugify
from portal.vietnamese.tokens import Token, bigrams, keys_of, tokenize

#: Procedures read from the database at a time.
BATCH = 200

#: Lower level first: the nearer office is named first wherever two procedures tie.
LEVEL_ORDER = {
    Level.COMMUNE.value: 0,
    Level.DISTRICT.value: 1,
    Level.PROVINCE.value: 2,
    Level.MINISTRY.value: 3,
    Level.OTHER.value: 4,
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one stretch of text: as written (accents kept), folded, and folded pairs of neighbours."""

    accented: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Folded words, each once."""
        return frozenset(self.folded)

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Words as written, each once."""
        return frozenset(self.accented)

    @cached_property
    def neighbours(self) -> frozenset[str]:
        """Pairs, each once."""
        return frozenset(self.pairs)

    @cached_property
    def accented_line(self) -> str:
        """Words as written between spaces."""
        return f" {' '.join(self.accented)} "

    @cached_property
    def line(self) -> str:
        """Folded words between spaces, to look for phrases in."""
        return f" {' '.join(self.folded)} "


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """One procedure in force on the day the index stands for.

    `names` are the other names, each by itself, so that words of two of them never make one match.
    `about` is what the notice says it is for; `body` is all of it.
    `passages` are the texts snippets are cut from. `acceptance` holds `level|agency` of the levels open on that day.
    """

    code: str
    stamp: str
    title: Words
    names: tuple[Words, ...]
    field_words: Words
    about: Words
    body: Words
    codes: tuple[str, ...]
    laws: tuple[str, ...]
    forms: tuple[str, ...]
    display_title: str
    short_title: str
    display_names: tuple[str, ...]
    levels: tuple[str, ...]
    acceptance: tuple[str, ...]
    agency: str
    agency_code: str
    agency_name: str
    agency_keys: tuple[str, ...]
    field: str
    field_name: str
    audiences: tuple[str, ...]
    passages: tuple[str, ...] = ()

    @property
    def identifiers(self) -> frozenset[str]:
        """Every exact number, and every name of the agency, that leads here."""
        return frozenset((*self.codes, *self.laws, *self.forms, *self.agency_keys))

    @cached_property
    def all_names(self) -> tuple[Words, ...]:
        """The title, and every other name."""
        return self.title, *self.names

    @cached_property
    def title_side(self) -> frozenset[str]:
        """Folded words of title, other names and field."""
        return frozenset(word for words in (*self.all_names, self.field_words) for word in words.folded)

    @cached_property
    def accented_side(self) -> frozenset[str]:
        """The same words with their accents."""
        return frozenset(word for words in (*self.all_names, self.field_words) for word in words.accented)

    @property
    def number(self) -> int:
        """Number of the version the document was made from."""
        return int(self.stamp.partition(":")[0])


_ADAPTER = TypeAdapter(SearchDocument)


def documents_on(day: date, codes: Iterable[str] | None = None) -> Iterator[SearchDocument]:
    """The documents of all procedures, or of those with `codes`, that are in force on `day`.

    Three queries for each BATCH, so that memory does not grow with the number of procedures.
    """
    wanted = codes if codes is not None else _codes_in_force(day)
    slugs = dict(Agency.objects.values_list("code", "slug"))
    for batch in batches(wanted, BATCH):
        names = _other_names(batch)
        for published in notices_on(day, codes=batch):
            agency_slug = slugs.get(published.notice.agency.code, "")
            yield build(published, names.get(published.notice.code, ()), day, agency_slug)


def stamps_on(day: date) -> dict[str, str]:
    """Code -> what the day decides of its document (version and open levels), to find what a new day changed."""
    versions = {
        pk: (code, number)
        for pk, code, number, kind in NoticeVersion.objects.in_force_on(day)
        .filter(language="vi")
        .values_list("pk", "code", "number", "kind")
        if is_indexable(kind)
    }
    levels: dict[int, set[str]] = {pk: set() for pk in versions}
    for pk, level, starts_on, ends_on in NoticeLevel.objects.filter(version__in=list(versions)).values_list(
        "version_id", "level", "starts_on", "ends_on"
    ):
        if is_open(LevelMark(level=level, starts_on=starts_on, ends_on=ends_on), day):
            levels[pk].add(level)
    return {code: _stamp(number, levels[pk]) for pk, (code, number) in versions.items()}


def is_anything_in_force(day: date) -> bool:
    """Whether an index must hold anything: an empty one is then a broken one."""
    return NoticeVersion.objects.in_force_on(day).filter(language="vi", kind__in=IN_FORCE_KINDS).exists()


def is_indexable(kind: str) -> bool:
    """Whether a version that counts today belongs in the index.

    Never asked before a removal: what has no document any more is removed whatever it was.
    """
    return NoticeVersion(kind=kind).is_in_force_kind


def build(published: Published, names: Iterable[str], day: date, agency_slug: str = "") -> SearchDocument:
    """The document of one notice as it stands on `day`."""
    notice = published.notice
    levels = sorted(
        {mark.level for mark in notice.levels if is_open(mark, day)},
        key=LEVEL_ORDER.__getitem__,
    )
    display_names = _display_names(notice.short_title, names)
    title_tokens = tokenize(notice.title)
    passages = body_passages(notice)
    body_tokens = tokenize("\n".join(passages))
    legal = tokenize("\n".join(reference.number for reference in notice.legal_basis))
    everything = [*title_tokens, *body_tokens, *legal]
    return SearchDocument(
        code=notice.code,
        stamp=_stamp(published.version.number, levels),
        title=_words(title_tokens),
        names=_words_of_each(display_names),
        field_words=_words(tokenize(notice.field)),
        about=_words(tokenize("\n".join(_purpose(notice)))),
        body=_words([*body_tokens, *legal, *tokenize(f"{notice.agency.name}\n{notice.agency.ministry}")]),
        codes=_codes(notice),
        laws=keys_of("law", everything),
        forms=keys_of("form", everything),
        display_title=notice.title,
        short_title=notice.short_title,
        display_names=display_names,
        levels=tuple(levels),
        acceptance=tuple(f"{level}|{notice.agency.code}" for level in levels),
        agency=slugify(notice.agency.code),
        agency_code=notice.agency.code,
        agency_name=notice.agency.name,
        agency_keys=tuple(
            dict.fromkeys(
                filter(None, (slugify(notice.agency.code), agency_slug, *map(slugify, _agency_names(notice))))
            )
        ),
        field=slugify(notice.field, max_length=100),
        field_name=notice.field,
        audiences=notice.audiences,
        passages=passages,
    )


def renamed(document: SearchDocument, names: Iterable[str]) -> SearchDocument:
    """The document as it would be if its procedure had these other names."""
    display_names = _display_names(document.short_title, names)
    return replace(document, names=_words_of_each(display_names), display_names=display_names)


def digest(document: SearchDocument) -> str:
    """A hash of all that a document says, to find what an index has otherwise than the database."""
    return hashlib.blake2b(_ADAPTER.dump_json(document), digest_size=16).hexdigest()


def to_content(document: SearchDocument) -> str:
    """What an engine keeps of a document for ranking and pages, in JSON: all but its full text."""
    return _ADAPTER.dump_json(replace(document, about=Words(), body=Words(), passages=())).decode()


def from_content(content: str) -> SearchDocument:
    """The document that `to_content` was given, without its full text.

    Raises:
        pydantic.ValidationError: another release wrote it, or nobody did.
    """
    return _ADAPTER.validate_json(content)


def body_passages(notice: Notice) -> tuple[str, ...]:
    """The stretches of a notice a snippet may be cut from, in the order they stand on its page.

    Notes are left out: they speak of sources and gaps, not of the procedure.
    """
    passages = list(_purpose(notice))
    for case in notice.documents:
        for paper in case.documents:
            form = f"{paper.form.code} {paper.form.title}".strip() if paper.form else ""
            passages += [paper.name, paper.condition, paper.note, form]
    for step in notice.steps:
        passages += [step.title, *step.text.splitlines()]
    passages += [f"{reference.number} {reference.title}".strip() for reference in notice.legal_basis]
    return tuple(dict.fromkeys(passage for passage in passages if passage.strip()))


def _purpose(notice: Notice) -> list[str]:
    """What it is for, for whom, and what one gets; not the papers, which are the fruit of other procedures.

    Who looks for a passport must not be sent to an office that asks to see one.
    """
    cases = [case.label for case in notice.documents] + [row.case for row in notice.handlings]
    return [notice.summary, *dict.fromkeys(cases), *notice.conditions.text.splitlines(), notice.result.text]


def _codes(notice: Notice) -> tuple[str, ...]:
    """`bca-04` and, as people type it, `bca04`; the national code where there is one."""
    code = search_key(notice.code)
    return tuple(dict.fromkeys(filter(None, (code, code.replace("-", ""), search_key(notice.national_code)))))


def _agency_names(notice: Notice) -> tuple[str, str]:
    return notice.agency.name, notice.agency.short_name


def _display_names(short_title: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (short_title, *names))))


def _words_of_each(names: Iterable[str]) -> tuple[Words, ...]:
    return tuple(_words(tokenize(name)) for name in names)


def _stamp(number: int, levels: Iterable[str]) -> str:
    return f"{number}:{','.join(sorted(levels))}"


def _words(tokens: Iterable[Token]) -> Words:
    """Numbers with a slash or a dot give their parts too: people remember "QĐ 613", not "613/QĐ-TTg"."""
    accented: list[str] = []
    folded: list[str] = []
    for token in tokens:
        accented += parts(accent_key(token.text))
        folded += parts(search_key(token.text))
    return Words(accented=tuple(accented), folded=tuple(folded), pairs=tuple(bigrams(folded)))


def parts(key: str) -> list[str]:
    """The runs of letters and digits of a key, which are the words both engines index."""
    if key.isalnum():
        return [key]
    return "".join(char if char.isalnum() else " " for char in key).split()


def _codes_in_force(day: date) -> list[str]:
    versions = NoticeVersion.objects.in_force_on(day).filter(language="vi").order_by("code")
    return [code for code, kind in versions.values_list("code", "kind") if is_indexable(kind)]


def _other_names(codes: list[str]) -> dict[str, list[str]]:
    rows = OtherName.objects.filter(page__live=True, page__code__in=codes)
    names: dict[str, list[str]] = {}
    for code, text in rows.order_by("page_id", "sort_order").values_list("page__code", "text"):
        names.setdefault(code, []).append(text)
    return names
