"""The same question as other keyboards, programs and habits would write it."""

from portal.vietnamese.legacy import Encoding, encode
from portal.vietnamese.tones import normalise_tones
from portal.vietnamese.unicode import fold, nfc, nfd


def derived(text: str) -> dict[str, str]:
    """Written forms of an accented text by the name of their class."""
    composed = nfc(text)
    return {
        "accentless": fold(composed),
        "nfd": nfd(composed),
        "upper": composed.upper(),
        "new_tone": normalise_tones(composed, "new"),
        # What is pasted from an old document: bytes of TCVN3 and VNI-Windows shown as Western European letters.
        "tcvn3": encode(composed, Encoding.TCVN3),
        "vni_windows": encode(composed, Encoding.VNI),
    }
