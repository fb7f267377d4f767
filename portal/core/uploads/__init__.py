"""Files that come in through the admin: which kinds, how large, and whether the bytes are what the name says.

Every form with a file asks here, so that nothing is stored that readers should not be handed from this portal.
"""

from portal.core.uploads.checks import check_captions, check_document, check_recording
from portal.core.uploads.images import check_picture

__all__ = ["check_captions", "check_document", "check_picture", "check_recording"]
