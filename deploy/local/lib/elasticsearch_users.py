"""Writes users and roles into the files of a node: elasticsearch_users.py CONFIG USER PASSWORD_FILE ROLE_FILE.

The user's role is the one production uses, so a right it lacks is missed here first. A superuser `operator` with the
same password stands in for production's `elastic`.
"""

import base64
import hashlib
import secrets
import sys
from pathlib import Path

ROUNDS = 10_000


def hashed(password: str) -> str:
    """The password as Elasticsearch's files keep it: PBKDF2 with HMAC-SHA512, 32 bytes of salt and of key."""
    salt = secrets.token_bytes(32)
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS, dklen=32)
    return f"{{PBKDF2}}{ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


def main(config: str, user: str, password_file: str, role_file: str) -> None:
    """Replace the files; JSON is YAML too, so the role is taken over as it stands."""
    folder = Path(config)
    password = Path(password_file).read_text().strip()
    (folder / "users").write_text(f"{user}:{hashed(password)}\noperator:{hashed(password)}\n")
    (folder / "users_roles").write_text(f"portal:{user}\nsuperuser:operator\n")
    (folder / "roles.yml").write_text(f"portal: {' '.join(Path(role_file).read_text().split())}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
