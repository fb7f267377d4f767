"""compose.yml, the image and env.example, read as data: no engine runs containers where the tests run."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.settings.env import Environment

from .conftest import DEPLOY, PROJECT_DIR, nginx_environment

COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
ENV_EXAMPLE = (DEPLOY / "env.example").read_text(encoding="utf-8")
KNOWN = {f"PORTAL_{name.upper()}" for name in Environment.model_fields}
REFERENCE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(:[-?][^}]*)?\}")
SECRET = re.compile(r"password|secret|token", re.IGNORECASE)


def runs_once(service: dict[str, Any]) -> bool:
    return service.get("restart") == "no"


def environment(name: str) -> dict[str, str]:
    return {key: str(value) for key, value in SERVICES[name].get("environment", {}).items()}


def images() -> list[tuple[str, str]]:
    used = [(name, service["image"]) for name, service in SERVICES.items() if "build" not in service]
    return used + [("Dockerfile", image) for image in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)]


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_file(name: str) -> None:
    for key, value in environment(name).items():
        if SECRET.search(key):
            assert re.fullmatch(r"\$\{[A-Z_]+:\?\}", value), f"{key} must come from .env and be required"
        for password in re.findall(r"://[^:/@]*:([^@]*)@", value):
            assert re.fullmatch(r"\$\{[A-Z_]+:\?\}", password), key
    assert "env_file" not in SERVICES[name]


@pytest.mark.parametrize("name", SERVICES)
def test_passwords_stand_in_no_command_line(name: str) -> None:
    # "$$NAME" is read by the container's own shell; "${NAME}" would be written into the list of processes.
    words = str(SERVICES[name].get("command", "")) + str(SERVICES[name].get("healthcheck", ""))
    assert not [found[0] for found in REFERENCE.findall(words) if SECRET.search(found[0])]


@pytest.mark.parametrize("name", SERVICES)
def test_what_keeps_running_has_a_health_check_limits_and_is_started_again(name: str) -> None:
    service = SERVICES[name]
    if runs_once(service):
        return
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"
    assert {"memory", "cpus"} <= set(service["deploy"]["resources"]["limits"])


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_runs_as_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    user = service.get("user", "")
    if "build" in service:
        user = user or re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1]
    assert user not in {"0", "root"}
    assert user or "unprivileged" in service["image"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert [name for name, service in SERVICES.items() if "outside" in (service.get("networks") or [])] == ["proxy"]


@pytest.mark.parametrize(("where", "image"), images())
def test_images_are_pinned_to_a_major_version(where: str, image: str) -> None:
    assert re.fullmatch(r"[a-z/-]+:\d+(\.\d+)*(-[a-z-]+)?", image), f"{where}: {image}"


@pytest.mark.parametrize("name", SERVICES)
def test_whatever_is_waited_for_exists_and_can_be_waited_for(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        expected = "service_completed_successfully" if runs_once(SERVICES[other]) else "service_healthy"
        assert how["condition"] == expected, other


def test_volumes_are_named_and_files_of_the_project_are_only_read() -> None:
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            source, _target, *mode = re.sub(r"\$\{[^}]*\}", "./tls", volume).split(":")
            assert source in COMPOSE["volumes"] or (source.startswith("./") and mode == ["ro"]), f"{name}: {volume}"


def test_every_variable_of_the_portal_that_is_set_is_one_it_reads() -> None:
    used = {key for name in SERVICES for key in environment(name) if key.startswith("PORTAL_")}
    used |= set(re.findall(r"PORTAL_[A-Z_]+[A-Z]", DOCKERFILE))
    assert used - KNOWN == set()


def test_the_web_processes_are_told_every_server_and_never_a_fixed_day() -> None:
    told = environment("web")
    assert {"PORTAL_DATABASE_URL", "PORTAL_REDIS_URL", "PORTAL_ELASTICSEARCH_URLS"} <= set(told)
    assert "PORTAL_TODAY" not in told
    assert told.items() <= (environment("worker") | {"WEB_CONCURRENCY": told["WEB_CONCURRENCY"]}).items()


def test_only_the_migration_works_as_the_owner_of_the_tables() -> None:
    owners = [name for name in SERVICES if "portal_owner:" in environment(name).get("PORTAL_DATABASE_URL", "")]
    assert owners == ["migrate"]


def test_env_example_names_every_variable_and_holds_no_secret() -> None:
    named = set(re.findall(r"PORTAL_[A-Z_]+[A-Z]", ENV_EXAMPLE))
    assert named == KNOWN
    for line in ENV_EXAMPLE.splitlines():
        name, _, value = line.partition("=")
        if SECRET.search(name) and not line.startswith("#"):
            assert value == "", name


def test_what_compose_asks_for_is_in_env_example_and_nothing_there_is_idle() -> None:
    asked = {name for name, _default in REFERENCE.findall((DEPLOY / "compose.yml").read_text(encoding="utf-8"))}
    offered = set(re.findall(r"^([A-Z_]+)=", ENV_EXAMPLE, re.MULTILINE))
    # NGINX_ is the pattern of names that the proxy's own command fills in.
    assert asked == offered


def test_nginx_is_given_every_word_its_template_uses() -> None:
    template = (DEPLOY / "nginx" / "nginx.conf.template").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{(NGINX_[A-Z_]+)\}", template))
    assert used == set(environment("proxy"))
    assert used == set(nginx_environment(Path(), upstream=1, http=2, https=3))


def test_the_image_holds_what_the_program_needs_and_no_secret() -> None:
    ignored = (PROJECT_DIR / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for source in " ".join(copied).split():
        assert (PROJECT_DIR / source).exists(), source
        assert f"!{source.removesuffix('/')}" in ignored, f"{source} is left out by .dockerignore"
    assert {"*", "deploy/.env", "deploy/tls"} <= set(ignored)
