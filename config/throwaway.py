"""A cache that may vanish: with Redis down everything is a miss and nothing breaks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


def forgiving(
    method: Callable[..., Answer], missing: Callable[..., Answer]
) -> Callable[..., Answer]:
    @wraps(method)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Answer:
        try:
            return method(self, *args, **kwargs)
        except (RedisConnectionError, RedisTimeoutError):
            log.warning("cache_unreachable", operation=method.__name__)
            return missing(*args, **kwargs)

    return call


class ThrowawayCache(RedisCache):
    get = forgiving(RedisCache.get, lambda key, default=None, version=None: default)
    get_many = forgiving(RedisCache.get_many, lambda keys, version=None: {})
    add = forgiving(RedisCache.add, lambda *args, **kwargs: True)
    set = forgiving(RedisCache.set, lambda *args, **kwargs: None)
    set_many = forgiving(RedisCache.set_many, lambda data, *args, **kwargs: list(data))
    touch = forgiving(RedisCache.touch, lambda *args, **kwargs: False)
    delete = forgiving(RedisCache.delete, lambda *args, **kwargs: False)
    delete_many = forgiving(RedisCache.delete_many, lambda *args, **kwargs: None)
    has_key = forgiving(RedisCache.has_key, lambda *args, **kwargs: False)
    incr = forgiving(RedisCache.incr, lambda key, delta=1, version=None: delta)
    clear = forgiving(RedisCache.clear, lambda: None)
