"""What a portal publishes, in a form any search can be filled with; run in the environment of that portal.

python tests/benchmarks/peer_documents.py DOCUMENTS.jsonl
"""

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

#: The stock site's list is read by Python's csv module, which takes this many characters a cell.
_LONGEST_CELL = 130_000
_COLUMNS = ("code", "name", "ministry", "field", "agency", "level_province", "level_district", "level_commune")


@dataclass(frozen=True)
class Document:
    """A published procedure: names are the short title and the other names, `body` all that is said of it."""

    code: str
    title: str
    names: str
    field: str
    agency: str
    body: str


def read(path: Path) -> list[Document]:
    """The documents of a file that `main` wrote."""
    with path.open(encoding="utf-8") as lines:
        return [Document(**json.loads(line)) for line in lines]


def as_list_of_the_stock_site(documents: Sequence[Document], folder: Path) -> Path:
    """The folder as the stock site's loader wants it; it puts the column `agency` into the body of the page."""
    folder.mkdir()
    with (folder / "decision-1291-procedures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        for item in documents:
            text = "\n".join((item.agency, item.names, item.body))[:_LONGEST_CELL]
            row = {"code": item.code, "name": item.title, "ministry": item.agency, "field": item.field, "agency": text}
            writer.writerow(row | dict.fromkeys(_COLUMNS[5:], "false"))
    return folder


def main() -> None:
    """Write them."""
    from portal.core import clock
    from portal.procedures.models import OtherName
    from portal.procedures.selectors import notices_on
    from portal.search.documents import body_passages

    names: dict[str, list[str]] = {}
    for code, text in OtherName.objects.filter(page__live=True).values_list("page__code", "text"):
        names.setdefault(code, []).append(text)
    with Path(sys.argv[1]).open("w", encoding="utf-8") as out:
        for published in notices_on(clock.today()):
            notice = published.notice
            document = Document(
                code=notice.code,
                title=notice.title,
                names="\n".join(filter(None, (notice.short_title, *names.get(notice.code, ())))),
                field=notice.field,
                agency=notice.agency.name,
                body="\n".join(body_passages(notice)),
            )
            out.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import django

    django.setup()
    main()
