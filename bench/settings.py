"""The portal as it runs, with one bare view beside it and the number of queries in a header."""

from config.settings import *  # noqa: F403 - all of it

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]  # noqa: F405
