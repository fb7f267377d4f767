"""How tests read pages: pictures to put into them, and what machines find in their head."""

import io
import json
from html.parser import HTMLParser
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from portal.core.models import PortalImage


def picture(title: str = "Bộ phận một cửa", width: int = 1200, **values: Any) -> PortalImage:
    """A stored picture with everything its page prints."""
    file = io.BytesIO()
    Image.new("RGB", (width, width // 2), "#942919").save(file, "JPEG")
    defaults: dict[str, Any] = {
        "title": title,
        "description": "Người dân nộp hồ sơ ở quầy",
        "credit": "Văn phòng UBND xã",
        "rights": "Cơ quan tự chụp, được dùng lại",
    }
    stored = ImageFile(io.BytesIO(file.getvalue()), name="quay.jpg")
    return PortalImage.objects.create(file=stored, **(defaults | values))


class Head(HTMLParser):
    """`<meta>`, `<link>` and JSON-LD of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.links: list[dict[str, str]] = []
        self._blocks: list[str] = []
        self._is_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas.append((found.get("name") or found.get("property", ""), found.get("content", "")))
        elif tag == "link":
            self.links.append(found)
        elif tag == "script" and found.get("type") == "application/ld+json":
            self._is_data = True
            self._blocks.append("")

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self._blocks[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_data = False

    def all(self, name: str) -> list[str]:
        """Every content of a meta element, in its order."""
        return [content for found, content in self.metas if found == name]

    def one(self, name: str) -> str:
        """The content of the only meta element of this name."""
        (content,) = self.all(name)
        return content

    def alternates(self) -> dict[str, str]:
        """Type -> address of what is named as another form of the page."""
        return {link["type"]: link["href"] for link in self.links if link.get("rel") == "alternate"}

    def canonical(self) -> str:
        (link,) = (link for link in self.links if link.get("rel") == "canonical")
        return link["href"]

    def json_ld(self) -> Any:
        (block,) = self._blocks
        return json.loads(block)
