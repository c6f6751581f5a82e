"""What a load balancer and a watchman ask: is the process up, can it work, does the sweep run."""

from datetime import datetime, timedelta
from typing import Any

import redis
from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from config.clock import now

SWEEP_IS_LATE_AFTER = timedelta(minutes=5)


def last_sweep() -> datetime | None:
    runs = apps.get_model("notify", "SweepRun").objects
    latest: datetime | None = runs.last_finished()
    return latest


def is_late(latest: datetime | None, at: datetime) -> bool:
    return latest is None or at - latest > SWEEP_IS_LATE_AFTER


def sweep_is_late(at: datetime) -> bool:
    return is_late(last_sweep(), at)


def sweep_stands_still() -> bool:
    return sweep_is_late(now())


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def broker_answers() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """503 only when no request can be served; what merely limps is listed as degraded."""
    try:
        missing = unapplied_migrations()
        if missing:
            return JsonResponse({"status": "migrations missing"}, status=503)
        latest = last_sweep()
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    at = now()
    age = None if latest is None else round((at - latest).total_seconds())
    degraded: list[str] = []
    if not broker_answers():
        degraded.append("broker")
    if is_late(latest, at):
        degraded.append("sweep")
    body: dict[str, Any] = {"status": "ok", "degraded": degraded, "sweep_age_seconds": age}
    return JsonResponse(body)


@login_not_required
@never_cache
def healthz_sweep(request: HttpRequest) -> JsonResponse:
    try:
        late = sweep_is_late(now())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "late" if late else "ok"}, status=503 if late else 200)
