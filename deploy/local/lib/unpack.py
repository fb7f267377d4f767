"""Unpacks one folder of a zip archive: unpack.py ARCHIVE FOLDER TARGET.

Python is there anyway; unzip often is not. File modes are kept.
"""

import shutil
import sys
import zipfile
from pathlib import Path


def unpack(archive: Path, folder: str, target: Path) -> int:
    """Write the files whose name holds `folder` below `target`; return how many there were."""
    count = 0
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            _, found, name = entry.filename.partition(folder)
            if not found or not name or entry.is_dir():
                continue
            path = target / name
            if not path.resolve().is_relative_to(target.resolve()):
                raise ValueError(f"{entry.filename} would be written outside {target}")
            path.parent.mkdir(parents=True, exist_ok=True)
            with source.open(entry) as content, path.open("wb") as output:
                shutil.copyfileobj(content, output)
            path.chmod((entry.external_attr >> 16) & 0o777 or 0o644)
            count += 1
    return count


if __name__ == "__main__":
    if unpack(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])) == 0:
        sys.exit("nothing to unpack: is this the right archive?")
