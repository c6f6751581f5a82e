"""The page a person starts from."""

from __future__ import annotations

from typing import Any

from django.urls import get_script_prefix

from accounts.roles import ADMIN_ROLES, Role
from accounts.scope import active_posts


def home_of(user: Any) -> str:
    """/supervision/ for who looks over the county, /admin/ for who has admin posts only, /desk/ for who works on matters."""
    roles = {post.role for post in active_posts(user)}
    if roles & {Role.COUNTY_DESK, Role.COUNTY_INSPECTOR}:
        page = "supervision/"
    elif roles and roles <= ADMIN_ROLES:
        page = "admin/"
    else:
        page = "desk/"
    return get_script_prefix() + page
