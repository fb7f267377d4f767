"""Pictures as pages and feeds show them: small files in two sizes, with what they show and whose they are."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from portal.core.models import PortalImage, PortalRendition

logger = logging.getLogger(__name__)

#: A phone's width, and twice that for sharp screens and computers. JPEG: old phones know nothing newer.
SPECS = ("width-480|format-jpeg|jpegquality-70", "width-960|format-jpeg|jpegquality-70")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in the sizes there are; `url` is the smallest, `width` and `height` are of the largest.

    Addresses begin with a slash where the portal itself keeps the files.
    """

    url: str
    srcset: str
    width: int
    height: int
    alt: str
    credit: str
    rights: str
    caption: str = ""


def picture_of(image: PortalImage | None, *, alt: str = "", caption: str = "") -> Picture | None:
    """The picture, described by `alt` or by its own description; None where its file is gone or cannot be read."""
    if image is None:
        return None
    try:
        sizes = sorted(image.get_renditions(*SPECS).values(), key=lambda size: size.width)
    except OSError:
        logger.warning("The file of picture %s cannot be read; the page is shown without it.", image.pk)
        return None
    largest = sizes[-1]
    return Picture(
        url=sizes[0].url,
        srcset=", ".join(dict.fromkeys(f"{size.url} {size.width}w" for size in sizes)),
        width=largest.width,
        height=largest.height,
        alt=alt or image.description,
        credit=image.credit,
        rights=image.rights,
        caption=caption,
    )


def fetch_sizes(images: Iterable[PortalImage]) -> None:
    """Read the sizes of all these pictures in one query, so that `picture_of` asks none."""
    sizes = PortalRendition.objects.filter(filter_spec__in=SPECS)
    prefetch_related_objects(list(images), Prefetch("renditions", queryset=sizes, to_attr="prefetched_renditions"))
