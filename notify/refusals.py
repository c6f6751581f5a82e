"""What a gateway says when it certainly did not take a message."""


class NotSent(Exception):
    """The message was certainly not taken; trying again later cannot send it twice."""


class Tomorrow(NotSent):
    """Not taken, because a number of the day is used up: tried again in the morning."""


class Hopeless(NotSent):
    """Not taken, and trying again is of no use: there is no number, no address, no robot."""


class NotConfigured(NotSent):
    """There is no such door here; the message stays in the outbox until a person sends it."""
