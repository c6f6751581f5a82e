"""A matter of 柳泉村 in each state that a test needs, made by the actions; `cast` is the fixture of that name."""

from services import actions

REASON = "不归我们管"


def fresh(cast):
    return cast.ask()


def accepted(cast, **asked):
    return actions.accept(ticket=cast.ask(**asked), by=cast.cadre, at=cast.at)


def taken_by_a_colleague(cast):
    return actions.accept(ticket=fresh(cast), by=cast.duty, at=cast.at)


def urgent(cast):
    return cast.ask(by=cast.cadre, channel="hotline", urgent=True)


def urgent_taken(cast):
    return actions.accept(ticket=urgent(cast), by=cast.cadre, at=cast.at)


def transferred(cast):
    return actions.transfer(
        ticket=accepted(cast), unit=cast.units.department, reason=REASON, by=cast.cadre, at=cast.at
    )


def taken_by_the_department(cast):
    return actions.take(ticket=transferred(cast), by=cast.liaison, at=cast.at)


def returned(cast):
    return actions.give_back(ticket=transferred(cast), reason=REASON, by=cast.liaison, at=cast.at)


def escalated(cast):
    return actions.escalate(ticket=accepted(cast), reason="unable", by=cast.cadre, at=cast.at)


def waiting_for_papers(cast):
    return actions.ask_for_materials(
        ticket=fresh(cast), items=["户口本"], by=cast.cadre, at=cast.at
    )


def paused(cast):
    return actions.pause(ticket=accepted(cast), reason="等电工", by=cast.cadre, at=cast.at)


def asked_for_time(cast):
    return actions.extend(
        ticket=accepted(cast), amount=2, reason="等配件", by=cast.cadre, at=cast.at
    )


def resolved(cast):
    return actions.resolve(
        ticket=accepted(cast), result="灯泡换了", outcome="done", by=cast.cadre, at=cast.at
    )


def told(cast):
    ticket = cast.ask(mode="agent")
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)
    actions.resolve(ticket=ticket, result="办好了", outcome="done", by=cast.cadre, at=cast.at)
    return actions.feed_back(ticket=ticket, channel="phone", by=cast.cadre, at=cast.at)


def badly_graded(cast):
    return actions.call_back(ticket=told(cast), by=cast.clerk, at=cast.at, solved=True, grade=1)


def declined(cast):
    return actions.decline(
        ticket=fresh(cast), reason="in_court", where_to="法院12368", by=cast.cadre, at=cast.at
    )


def disputed(cast):
    return actions.dispute(ticket=declined(cast), at=cast.at)


def called_in(cast):
    return actions.call_in(
        ticket=accepted(cast),
        unit=cast.units.department,
        reason="看看房梁",
        by=cast.cadre,
        at=cast.at,
    )
