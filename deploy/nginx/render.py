"""Fills in nginx.conf.template from the environment, as envsubst does in compose.yml: render.py.

Only names that begin with NGINX_ are filled in; one that is missing stops it.
"""

import os
import re
import sys
from pathlib import Path

TEMPLATE = Path(__file__).with_name("nginx.conf.template")


def render(values: dict[str, str]) -> str:
    """The configuration with every ${NGINX_…} replaced; KeyError names one that has no value."""
    text = TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\$\{(NGINX_[A-Z_]+)\}", lambda found: values[found.group(1)], text)


if __name__ == "__main__":
    sys.stdout.write(render(dict(os.environ)))
