"""Runs rights.sql as the owner of the tables: rights.py, with PORTAL_DATABASE_URL naming portal_owner.

Part of every release, right after `manage.py migrate`.
"""

import os
import sys
from pathlib import Path

import psycopg

RIGHTS = Path(__file__).with_name("rights.sql")


def main() -> None:
    try:
        with psycopg.connect(os.environ["PORTAL_DATABASE_URL"], connect_timeout=10) as connection:
            connection.execute(RIGHTS.read_bytes())
    except psycopg.Error as error:
        # The driver's words hold no password.
        sys.exit(f"the rights of portal_web were not set: {error}")
    sys.stdout.write("rights of portal_web: set\n")


if __name__ == "__main__":
    main()
