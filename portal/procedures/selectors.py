"""Reading published notices: every surface asks here, never the page rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat

from portal.procedures import canonical
from portal.procedures.enums import IN_FORCE_KINDS
from portal.procedures.models import Address, NoticeVersion
from portal.procedures.notice import Notice


@dataclass(frozen=True, slots=True)
class Published:
    """A version and the Notice in it."""

    version: NoticeVersion
    notice: Notice

    @classmethod
    def of(cls, version: NoticeVersion) -> "Published":
        """Decode a stored version."""
        return cls(version, canonical.load(version.content, version.schema))


def notice_on(code: str, day: date, language: str = "vi") -> Published | None:
    """The version that counts for a procedure on `day` (it may be a withdrawn one); None before the first."""
    version = NoticeVersion.objects.in_force_on(day).filter(code=code, language=language).first()
    return Published.of(version) if version else None


def notices_on(day: date, *, codes: Iterable[str] | None = None, language: str = "vi") -> list[Published]:
    """All notices in force on `day`, by code; withdrawn, abolished and replaced ones left out. One query."""
    versions = NoticeVersion.objects.in_force_on(day).filter(language=language).order_by("code")
    if codes is not None:
        versions = versions.filter(code__in=list(codes))
    return [Published.of(version) for version in versions if version.is_in_force_kind]


def notices_with_addresses(day: date, codes: Iterable[str]) -> tuple[list[Published], dict[str, str]]:
    """Notices as `notices_on` gives them, and code -> address as `addresses` does. One query for both."""
    current = Address.objects.filter(code=OuterRef("code"), is_current=True)
    path = Subquery(current.values(path=Concat("agency_slug", Value("/"), "slug"))[:1])
    versions = NoticeVersion.objects.in_force_on(day).filter(language="vi", code__in=list(codes)).order_by("code")
    found = [version for version in versions.annotate(path=path) if version.is_in_force_kind]
    return (
        [Published.of(version) for version in found],
        {version.code: f"/thu-tuc/{version.path}/" for version in found if version.path},
    )


def recorded_on(day: date, language: str = "vi") -> list[tuple[str, datetime]]:
    """Code and moment of recording of each notice in force on `day`, by code, without decoding any. One query."""
    versions = NoticeVersion.objects.in_force_on(day).filter(language=language, kind__in=IN_FORCE_KINDS)
    return list(versions.order_by("code").values_list("code", "recorded_at"))


def versions_of(code: str, language: str = "vi") -> list[Published]:
    """Every version of a procedure, newest first."""
    return [Published.of(v) for v in NoticeVersion.objects.filter(code=code, language=language).order_by("-number")]


def address_at(agency_slug: str, slug: str) -> Address | None:
    """The address of `/thu-tuc/<agency>/<slug>/`, former ones included."""
    return Address.objects.filter(agency_slug=agency_slug, slug=slug).first()


def current_address(code: str) -> Address | None:
    """Where a procedure is found now; one that ended keeps its last address."""
    return Address.objects.filter(code=code, is_current=True).first()


def addresses(codes: Iterable[str] | None = None) -> dict[str, str]:
    """Code -> `/thu-tuc/<agency>/<slug>/` of its newest address. One query."""
    current = Address.objects.filter(is_current=True)
    if codes is not None:
        current = current.filter(code__in=list(codes))
    return {row.code: f"/thu-tuc/{row.agency_slug}/{row.slug}/" for row in current}
