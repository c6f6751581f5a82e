"""Words that leave open what has to be brought: an item must name everything at once (C2)."""

from __future__ import annotations

import re

VAGUE = ("等", "其他", "相关", "有关", "必要")

# Where the same characters say something definite.
DEFINITE = re.compile(
    r"等级|等次(?!要)|等于|等同于|等额(?!外)|等值(?!班)|等价(?!格)"
    r"|(?<!合)同等|(?<!水)平等|对等|相等|不等"
    r"|[高中初]等(?=教育|学校|院校|职业|专业)|[一二三四五特甲乙丙]等(?=[功奖残乙])"
    r"|等待(?!遇)|等候(?!选)|等到(?!场|期)|等(?:通知|电话|消息)(?![书单号])"
    r"|互相关|(?:没|拥|所)有关系|务必要|[不没]必要"
)


def vague_words(text: str) -> list[str]:
    """The vague words of a text, each once, in the order of the list."""
    rest = DEFINITE.sub("　", text)
    return [word for word in VAGUE if word in rest]
