"""Files made by hand for the tests of uploads: pictures with secrets, archives that lead outside, sound of nothing."""

import io
import struct
import zipfile
import zlib

from PIL import ExifTags, Image

#: The centre of Kon Tum, as a telephone writes it into a photograph.
LATITUDE = (14.0, 21.0, 0.0)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind)
    return written.getvalue()


def photograph(*, orientation: int = 1) -> bytes:
    """A JPEG that says where it was taken and by what; `orientation` 6 means: turn it to the right."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: LATITUDE}
    written = io.BytesIO()
    image = Image.linear_gradient("L").resize((40, 30)).convert("RGB")
    image.save(written, "JPEG", exif=exif, comment=b"private")
    return written.getvalue()


def png_bomb(side: int = 30_000) -> bytes:
    """A small file that unpacks to `side` times `side` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    row = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def office_file(kind: str = "docx", **members: bytes) -> bytes:
    """A document with the members it needs, and others; two underscores in a name stand for a slash."""
    needed = {
        "docx": {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"},
        "xlsx": {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"},
        "odt": {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<content/>"},
    }[kind]
    return archive(needed | {name.replace("__", "/"): content for name, content in members.items()})


def archive(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return written.getvalue()


def mp3(*, tag: bytes = b"") -> bytes:
    """Frames of silence: MPEG 1, layer III, 128 kbit/s, 44.1 kHz."""
    return tag + (b"\xff\xfb\x90\x00" + b"\x00" * 413) * 3


def id3(content: bytes) -> bytes:
    size = len(content)
    return b"ID3\x04\x00\x00" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0)) + content


def mp4(brand: bytes = b"isom", *, after: bytes = b"") -> bytes:
    def box(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data) + 8) + name + data

    return box(b"ftyp", brand + b"\x00\x00\x02\x00") + box(b"moov", b"\x00" * 16) + box(b"mdat", b"\x00" * 32) + after


def ogg(codec: bytes = b"\x01vorbis") -> bytes:
    packet = codec + b"\x00" * 23
    return b"OggS\x00\x02" + b"\x00" * 20 + bytes([1, len(packet)]) + packet
