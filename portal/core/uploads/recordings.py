"""Whether bytes are sound or film: by their marks and the frame they stand in, without decoding them.

Sources: ISO/IEC 11172-3 (MPEG audio frames), id3.org (ID3v2), ISO/IEC 14496-12 (boxes of MP4), RFC 3533 (Ogg).
"""

import struct
from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile

_ID3 = b"ID3"
_ID3_HEADER = 10
#: Writers leave some zeros between the tag and the first frame.
_PADDING = 64 * 1024
#: Brands of MP4 that hold film or sound for players; others are pictures (heic) or for single devices.
_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"M4A ", b"M4V ", b"avc1", b"dash", b"mp4a"}
)
_OGG_CODECS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
_BOX_HEADER = 8
_LARGE_BOX_HEADER = 16
_MOST_BOXES = 10_000


def is_recording(kind: str, upload: UploadedFile) -> bool:
    """Whether the bytes are a recording of this kind (mp3, m4a, mp4, ogg)."""
    upload.seek(0)
    try:
        if kind == "mp3":
            return _is_mp3(upload)
        if kind in {"m4a", "mp4"}:
            return _is_mp4(upload)
        return kind == "ogg" and _is_ogg(upload)
    finally:
        upload.seek(0)


def _is_mp3(upload: UploadedFile) -> bool:
    header = upload.read(_ID3_HEADER)
    start = 0
    if header.startswith(_ID3) and len(header) == _ID3_HEADER:
        if any(byte & 0x80 for byte in header[6:10]):
            return False
        size = header[6] << 21 | header[7] << 14 | header[8] << 7 | header[9]
        start = _ID3_HEADER + size
    upload.seek(start)
    frames = upload.read(_PADDING).lstrip(b"\x00")
    return len(frames) >= 4 and _is_frame_header(frames[:4])  # noqa: PLR2004 - bytes of a frame's header


def _is_frame_header(header: bytes) -> bool:
    """Sync word, a version and a layer that exist, a bit rate and a sampling rate that exist."""
    return (
        header[0] == 0xFF  # noqa: PLR2004
        and header[1] & 0xE0 == 0xE0  # noqa: PLR2004
        and (header[1] >> 3) & 0b11 != 0b01
        and (header[1] >> 1) & 0b11 == 0b01  # layer III
        and header[2] >> 4 not in (0b0000, 0b1111)
        and (header[2] >> 2) & 0b11 != 0b11  # noqa: PLR2004
    )


def _is_mp4(upload: UploadedFile) -> bool:
    """Its boxes must follow one another to the last byte: nothing is hidden behind them."""
    boxes = list(_boxes(upload))
    names = [name for name, _offset, _size in boxes]
    if not names or names[0] != b"ftyp" or b"moov" not in names or not {b"mdat", b"moof"} & set(names):
        return False
    upload.seek(boxes[0][1] + _BOX_HEADER)
    return upload.read(4) in _BRANDS and None not in names


def _boxes(upload: UploadedFile) -> Iterator[tuple[bytes | None, int, int]]:
    """Name, offset and size of each box; a last one without a name where they do not fit the file."""
    end, offset = upload.size or 0, 0
    for _number in range(_MOST_BOXES):
        if offset == end:
            return
        upload.seek(offset)
        header = upload.read(_LARGE_BOX_HEADER)
        if len(header) < _BOX_HEADER:
            break
        size, name = struct.unpack(">I4s", header[:_BOX_HEADER])
        if size == 0:
            size = end - offset
        elif size == 1 and len(header) == _LARGE_BOX_HEADER:
            size = struct.unpack(">Q", header[_BOX_HEADER:])[0]
        if size < _BOX_HEADER or offset + size > end:
            break
        yield name, offset, size
        offset += size
    yield None, offset, 0


def _is_ogg(upload: UploadedFile) -> bool:
    page = upload.read(512)
    if not page.startswith(b"OggS\x00") or len(page) < 28:  # noqa: PLR2004 - an Ogg page has 27 bytes before its table
        return False
    packet = page[27 + page[26] :]
    return packet.startswith(_OGG_CODECS)
