"""A page that lists the API's addresses, made from its own description."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.api.routes import api


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address."""

    path: str
    summary: str
    text: str
    parameters: tuple[Parameter, ...]


def docs(request: HttpRequest) -> HttpResponse:
    """`/api/v1/docs`: readable without scripts, which an interactive description would need."""
    return render(request, "api/docs.html", {"endpoints": endpoints(), "noindex": True})


def endpoints() -> list[Endpoint]:
    """What the OpenAPI description says of each address."""
    found = []
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        get = methods["get"]
        parameters = tuple(
            Parameter(item["name"], item.get("description", "") or item["schema"].get("description", ""))
            for item in get.get("parameters", [])
        )
        found.append(Endpoint(path, get["summary"], get.get("description", ""), parameters))
    return found
