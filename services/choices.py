"""The closed lists of the ticket and its parts, with the words staff read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    SUBMITTED = "submitted", _("待受理")
    AWAITING_MATERIALS = "awaiting_materials", _("待补正")
    IN_PROGRESS = "in_progress", _("办理中")
    RESOLVED = "resolved", _("待反馈")
    ANSWERED = "answered", _("待回访")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    MERGED = "merged", _("并案")


class Kind(TextChoices):
    ERRAND = "errand", _("办事")
    HELP = "help", _("求助")
    QUESTION = "question", _("咨询")
    SUGGESTION = "suggestion", _("建议")
    COMPLAINT = "complaint", _("投诉")
    OPINION = "opinion", _("意见")
    REPORT = "report", _("反映干部")


class TicketClass(TextChoices):
    INSTANT = "instant", _("即办")
    ORDINARY = "ordinary", _("一般")
    BASIC = "basic", _("民生")
    URGENT = "urgent", _("紧急")


class Mode(TextChoices):
    DIRECT = "direct", _("直办")
    AGENT = "agent", _("代办")
    ACCOMPANY = "accompany", _("领办")
    INFORM = "inform", _("公开告知")


class PresenceNeeded(TextChoices):
    NONE = "none", _("不用本人到场")
    SIGN_AT_HOME = "sign_at_home", _("上门签字")
    IN_PERSON = "in_person", _("要本人到场")


class Channel(TextChoices):
    WEB = "web", _("网页")
    HOTLINE = "hotline", _("电话")
    EMAIL = "email", _("邮件")
    QQ = "qq", _("QQ")
    IN_PERSON = "in_person", _("当面")
    VISIT = "visit", _("上门走访")
    DUTY_LOG = "duty_log", _("值班记录")
    REPRESENTATIVE = "representative", _("民意代表")
    CIRCLE = "circle", _("服务圈")
    HOTLINE_12345 = "12345", _("12345热线")


class Outcome(TextChoices):
    DONE = "done", _("已解决")
    EXPLAINED = "explained", _("已说明")
    PLANNED = "planned", _("列入计划")
    REFERRED = "referred", _("已转告")


class ClockKind(TextChoices):
    ACCEPT = "accept", _("受理")
    CONTACT = "contact", _("联系上")
    HANDLE = "handle", _("办")
    STEP = "step", _("本单位这一步")
    TAKE = "take", _("签收")
    FEEDBACK = "feedback", _("回话")
    CALL_BACK = "call_back", _("回访")
    RECTIFY = "rectify", _("整改")


class CallBackTag(TextChoices):
    """What annoyed, as the villager says it at a call-back (B19); several may be ticked."""

    SLOW = "slow", _("拖得久")
    ERRANDS = "errands", _("跑了几趟")
    UNCLEAR = "unclear", _("说不清楚")
    RUDE = "rude", _("态度不好")
    HALF_DONE = "half_done", _("没办彻底")


class CallBackReason(TextChoices):
    """Why a matter is called back; where several apply, the greatest share holds."""

    URGENT = "urgent", _("急事")
    OVERDUE = "overdue", _("超过时的")
    REWORKED = "reworked", _("重办过的")
    ESCALATED = "escalated", _("上报过的")
    AGENT = "agent", _("代办的")
    DIRECT = "direct", _("别的")


class Basis(TextChoices):
    WORKING_DAY = "working_day", _("工作日")
    CALENDAR_DAY = "calendar_day", _("自然日")
    HOUR = "hour", _("小时")


class ClockOutcome(TextChoices):
    MET = "met", _("按时")
    MISSED = "missed", _("超时")
    VOID = "void", _("不计")


class EndReason(TextChoices):
    """Why a matter ended where its status does not say it."""

    NONE = "", _("—")
    LAPSED = "lapsed", _("逾期未补")
    NOT_SAMPLED = "not_sampled", _("未抽中回访")
    NOT_REACHED = "not_reached", _("三次未打通")


class EscalationReason(TextChoices):
    BEYOND_AUTHORITY = "beyond_authority", _("权限以外")
    UNABLE = "unable", _("无力解决")


class DeclineReason(TextChoices):
    IN_COURT = "in_court", _("法院正在审")
    IN_PETITION = "in_petition", _("信访正在办")
    DISCIPLINE_MATTER = "discipline_matter", _("归纪委管")
    STATE_SECRET = "state_secret", _("涉密")
    NO_PUBLIC_MATTER = "no_public_matter", _("不是公家的事")
    EMERGENCY_NUMBER = "emergency_number", _("该打110、119、120")


class Level(TextChoices):
    VILLAGE = "village", _("村")
    TOWNSHIP = "township", _("镇")
    COUNTY = "county", _("县")


class PaperForm(TextChoices):
    ORIGINAL = "original", _("原件")
    COPY = "copy", _("复印件")


class ConsentHow(TextChoices):
    SIGNED = "signed", _("签了授权书")
    SPOKEN = "spoken", _("电话里说的，有人见证")


class AppointmentKind(TextChoices):
    COUNTER = "counter", _("领着去窗口")
    HOME = "home", _("到家里去")


class AppointmentOutcome(TextChoices):
    KEPT = "kept", _("去过了")
    CHANGED = "changed", _("改了")
    CANCELLED = "cancelled", _("不去了")
