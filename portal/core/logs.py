"""What the log keeps."""

import logging
from http import HTTPStatus


class WithoutReadersMistakes(logging.Filter):
    """Drops the traceback, never the line, of answers below 500: a crawler's bad dates would fill the disk."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if isinstance(status, int) and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = None
            record.exc_text = None
        return True
