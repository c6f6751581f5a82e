from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

APPS = (
    "portal",
    "accounts",
    "regions",
    "centers",
    "duty",
    "services",
    "activities",
    "notify",
    "supervision",
)


def patterns_of(module: str) -> list[URLPattern | URLResolver]:
    """The `urlpatterns` of this module of every app that has it."""
    patterns: list[URLPattern | URLResolver] = []
    for app in APPS:
        name = f"{app}.{module}"
        if find_spec(name):
            patterns += getattr(import_module(name), "urlpatterns", [])
    return patterns
