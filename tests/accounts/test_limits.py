from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts import limits
from accounts.models import LimitCounter

VILLAGE = "410327102200"


@pytest.mark.django_db
def test_the_sixth_post_of_a_phone_in_an_hour_is_refused(at):
    posts = [
        limits.public_post(phone="16000000099", village=VILLAGE, address="10.0.0.1", at=at)
        for _ in range(6)
    ]
    assert [post.allowed for post in posts] == [True] * 5 + [False]
    assert posts[-1].retry_after == 48 * 60 + 1


@pytest.mark.django_db
def test_a_refused_phone_leaves_the_village_its_count(at):
    for _ in range(9):
        limits.public_post(phone="16000000099", village=VILLAGE, address="10.0.0.1", at=at)
    assert LimitCounter.objects.get(bucket=f"village:{VILLAGE}").count == limits.PER_PHONE


@pytest.mark.django_db
def test_the_next_hour_begins_at_nought(at, clock):
    for _ in range(6):
        limits.hit("phone:x", 5, at)
    assert limits.hit("phone:x", 5, clock.forward(hours=1)).remaining == 4


@pytest.mark.django_db
def test_from_the_sixth_wrong_code_nobody_may_try_from_that_address(at):
    wrong = [limits.wrong_code("04261837", "10.0.0.1", at).allowed for _ in range(6)]
    assert wrong == [True] * 5 + [False]
    assert not limits.code_guessing("04261837", "10.0.0.1", at).allowed
    assert limits.code_guessing("04261837", "10.0.0.2", at).allowed


@pytest.mark.django_db
def test_after_five_wrong_codes_the_right_one_still_opens(at):
    for _ in range(5):
        limits.wrong_code("04261837", "10.0.0.1", at)
    assert limits.code_guessing("04261837", "10.0.0.1", at).allowed


@pytest.mark.django_db
def test_counters_of_hours_that_are_over_are_forgotten(at, clock):
    limits.hit("phone:x", 5, at)
    later = clock.forward(hours=1)
    limits.hit("phone:x", 5, later)
    assert limits.thin(later) == 1
    assert LimitCounter.objects.get().hour == limits.start_of_hour(later)


@pytest.mark.django_db(transaction=True)
def test_many_hits_at_once_are_all_counted(at):
    def post(_: int) -> bool:
        try:
            return limits.hit("phone:race", 5, at).allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        allowed = list(threads.map(post, range(40)))
    assert allowed.count(True) == 5
    assert LimitCounter.objects.get(bucket="phone:race").count == 40
