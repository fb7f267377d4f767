"""Gives the portal a user of its own in Elasticsearch, and a role of the same name: role.json, and nothing more.

Reads PORTAL_ELASTICSEARCH_* (the user to make, where to reach the cluster) and ELASTIC_USER, ELASTIC_PASSWORD (the
superuser who makes it). Can be run again: a changed password or role is taken over. Standard library only.
"""

import base64
import json
import os
import ssl
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROLE = Path(__file__).with_name("role.json")
SECONDS = 30


def put(path: str, body: dict[str, Any]) -> None:
    """Send one PUT as the superuser; a refusal is raised with Elasticsearch's own words."""
    login = f"{os.environ.get('ELASTIC_USER', 'elastic')}:{os.environ['ELASTIC_PASSWORD']}"
    first_node = os.environ["PORTAL_ELASTICSEARCH_URLS"].split(",")[0].strip().rstrip("/")
    request = urllib.request.Request(  # noqa: S310 - the address is the installation's own
        f"{first_node}{path}",
        method="PUT",
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(login.encode()).decode(),
        },
    )
    trust = ssl.create_default_context(cafile=os.environ.get("PORTAL_ELASTICSEARCH_CA_FILE") or None)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust))
    opener.open(request, timeout=SECONDS).read()


def role() -> dict[str, Any]:
    """The role of role.json for this installation's indices and aliases: others may share the cluster."""
    prefix = os.environ.get("PORTAL_ELASTICSEARCH_PREFIX") or "portal"
    found: dict[str, Any] = json.loads(ROLE.read_text())
    for rights in found["indices"]:
        rights["names"] = [f"{prefix}-procedures-*"]
    return found


def main() -> None:
    user = os.environ["PORTAL_ELASTICSEARCH_USER"]
    password = os.environ["PORTAL_ELASTICSEARCH_PASSWORD"]
    try:
        put(f"/_security/role/{user}", role())
        put(f"/_security/user/{user}", {"password": password, "roles": [user]})
    except urllib.error.HTTPError as error:
        sys.exit(f"Elasticsearch refused: {error.code} {error.read().decode(errors='replace')[:500]}")
    except OSError as error:
        sys.exit(f"Elasticsearch cannot be reached: {error}")
    sys.stdout.write(f"user {user}: ready\n")


if __name__ == "__main__":
    main()
