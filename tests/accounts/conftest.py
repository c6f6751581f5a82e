import pytest

from accounts.models import User

PASSWORD = "liuquan-2026-ok"


@pytest.fixture
def with_password():
    """Give a person the password of these tests."""

    def give(person: User) -> User:
        person.set_password(PASSWORD)
        person.save()
        return person

    return give
