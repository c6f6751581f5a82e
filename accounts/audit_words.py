"""What the auditor reads instead of a verb; an app adds those that it also uses elsewhere in its AppConfig.ready."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERB_WORDS: dict[str, str | Promise] = {
    "log_in": _("登录"),
    "call": _("点了打电话"),
    "reveal": _("看了全名和电话"),
    "open_report": _("打开了一件反映干部的事"),
    "export_person": _("取了一个人的全部信息"),
    "erase_person": _("删了一个人的信息"),
    "export_register": _("导出台账"),
    "export_figures": _("导出数字"),
    "export_list": _("导出名单"),
    "retention": _("到期清理"),
    "reseal": _("换密钥重新加密"),
    "recount": _("按原始记录改数"),
    "create_person": _("新建人员"),
    "give_post": _("给岗位"),
    "end_post": _("结束岗位"),
    "reset_password": _("打密码条"),
    "change_password": _("改密码"),
    "open_lock": _("解锁"),
    "issue_token": _("领接口令牌"),
    "resend_message": _("再发一次消息"),
    "admin_add": _("后台新建"),
    "admin_change": _("后台修改"),
    "admin_delete": _("后台删除"),
    "set_replies": _("改回话模板"),
    "add_item": _("加事项"),
    "change_item": _("改事项"),
    "confirm_item": _("确认事项"),
    "unconfirm_item": _("撤回事项的确认"),
    "draft_version": _("起草新一版标准"),
    "change_draft": _("改标准草稿的名称"),
    "put_item": _("填标准里的一项"),
    "remove_item": _("去掉标准里的一项"),
    "put_in_force": _("启用标准"),
    "drop_draft": _("不要标准的草稿"),
    "put_programme": _("填改造行动"),
    "put_batch": _("填改造批次"),
    "publish_notice": _("发村里通知"),
    "approve_notice": _("同意发通知"),
    "withdraw_notice": _("撤下通知"),
    "publish_roster": _("发布排班"),
    "mark_away": _("记下有人临时值不了"),
    "add_duty_member": _("加值班人员"),
    "change_duty_member": _("改值班人员"),
    "end_duty_member": _("不再值班"),
    "replace_assignment": _("换人值班"),
    "change_shifts": _("改班次"),
    "adjust_credit": _("改值班的账"),
    "approve_leave": _("准假"),
    "spot_check": _("抽查值班"),
    "set_month_theme": _("定月主题"),
    "plan_activity": _("安排活动"),
    "approve_activity": _("同意活动"),
    "cancel_activity": _("取消活动"),
    "add_session": _("加活动场次"),
    "move_session": _("改活动场次的时间地点"),
    "cancel_session": _("取消活动场次"),
    "merge_regions": _("区划合并"),
    "rename_region": _("区划改名"),
    "recode_region": _("区划换代码"),
}


def define(words: Mapping[str, str | Promise]) -> None:
    VERB_WORDS.update(words)


def words_of(verb: str) -> str:
    """A verb of an earlier version, that nothing writes any more, is shown as it is."""
    return str(VERB_WORDS.get(verb, verb))
