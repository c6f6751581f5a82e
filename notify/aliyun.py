"""SMS by Aliyun's official SDK, an optional extra (requirements/aliyun.txt), loaded when first used.

Aliyun sends approved templates and nothing else: a message carries the code of its wording,
the county's wording names Aliyun's template, and the fields become its variables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from notify.refusals import Hopeless, NotSent, Tomorrow

if TYPE_CHECKING:
    from alibabacloud_dysmsapi20170525.client import Client

TIMEOUT = 5_000  # milliseconds
OK = "OK"
# Flow control says by its words which span is full: an hour may be waited out, a day is tomorrow's.
FLOW_CONTROL = "isv.BUSINESS_LIMIT_CONTROL"
TOMORROW = frozenset({"isv.DAY_LIMIT_CONTROL"})
LATER = frozenset(
    {
        "isp.SYSTEM_ERROR",
        "isp.GATEWAY_ERROR",
        "isv.SYSTEM_ERROR",
        "isv.OUT_OF_SERVICE",
        "isv.AMOUNT_NOT_ENOUGH",
        "Throttling",
        "Throttling.User",
        "Throttling.Api",
        "ServiceUnavailable",
    }
)
WORDS = {
    "isv.AMOUNT_NOT_ENOUGH": "短信账户没钱了",
    "isv.OUT_OF_SERVICE": "短信业务停了",
    "isv.MOBILE_NUMBER_ILLEGAL": "手机号不对",
    "isv.SMS_SIGNATURE_ILLEGAL": "短信签名没有通过审核",
    "isv.SMS_TEMPLATE_ILLEGAL": "短信模板没有通过审核",
    "isv.TEMPLATE_MISSING_PARAMETERS": "短信模板缺变量",
    "isv.BLACK_KEY_CONTROL_LIMIT": "内容里有不让发的词",
    "isv.MONTH_LIMIT_CONTROL": "这个月的短信条数用完了",
    "SignatureDoesNotMatch": "AccessKey 不对",
    "InvalidAccessKeyId.NotFound": "AccessKey 不对",
}


def send(phone: str, template: str, fields: Mapping[str, str]) -> None:
    """Hand one message over. Raises NotSent, Tomorrow or Hopeless; anything else leaves it unknown."""
    from alibabacloud_dysmsapi20170525.models import SendSmsRequest
    from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
    from darabonba.exceptions import UnretryableException
    from darabonba.runtime import RuntimeOptions

    request = SendSmsRequest(
        phone_numbers=phone,
        sign_name=settings.SMS_SIGN_NAME,
        template_code=template,
        template_param=json.dumps(dict(fields), ensure_ascii=False),
    )
    # one attempt: what must not go out twice is not repeated below us either
    runtime = RuntimeOptions(autoretry=False, connect_timeout=TIMEOUT, read_timeout=TIMEOUT)
    try:
        answer = _client().send_sms_with_options(request, runtime).body
    except AlibabaCloudException as error:
        if (error.status_code or 0) >= 500 and error.code not in LATER:
            raise
        raise refusal(str(error.code), str(error.message)) from error
    except UnretryableException as error:
        if _never_connected(error):
            raise NotSent(_("连不上阿里云短信")) from error
        raise
    if answer.code != OK:
        raise refusal(str(answer.code), str(answer.message))


def refusal(code: str, message: str) -> NotSent:
    """What a code of the gateway means for the row."""
    said = _("阿里云不收：%(why)s") % {"why": f"{WORDS.get(code, message)}（{code}）"}
    if code in TOMORROW or (code == FLOW_CONTROL and "天级" in message):
        return Tomorrow(said)
    if code in LATER or code == FLOW_CONTROL:
        return NotSent(said)
    return Hopeless(said)


@lru_cache(maxsize=1)
def _client_of(key: str, secret: str, endpoint: str) -> Client:
    from alibabacloud_dysmsapi20170525.client import Client
    from alibabacloud_tea_openapi.utils_models import Config

    parts = urlsplit(endpoint)
    config = Config(
        access_key_id=key,
        access_key_secret=secret,
        protocol=parts.scheme.upper(),
        endpoint=parts.netloc,
    )
    return Client(config)


def _client() -> Client:
    return _client_of(
        settings.ALIYUN_ACCESS_KEY_ID,
        settings.ALIYUN_ACCESS_KEY_SECRET,
        settings.ALIYUN_SMS_ENDPOINT,
    )


def _never_connected(error: BaseException) -> bool:
    """Whether the first word never left this house: then it may be tried again."""
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    return any(isinstance(one, ConnectTimeout | NewConnectionError) for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that led to it, however the libraries wrapped it."""
    waiting: list[Any] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "inner_exception", None)]
        waiting += [getattr(one, "reason", None), *one.args]
