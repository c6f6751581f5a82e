class Refusal(Exception):
    """A rule said no. The message is a plain Chinese sentence for the person who asked."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refusal):
    """Somebody was faster, or the state no longer allows it: look again, then decide."""
