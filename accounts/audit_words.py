"""What the auditor reads instead of a verb; one without words here is shown as it is."""

from django.utils.translation import gettext_lazy as _

VERB_WORDS = {
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
    "create_person": _("新建人员"),
    "give_post": _("给岗位"),
    "end_post": _("结束岗位"),
    "hand_on": _("岗位的事交给接手的人"),
    "reset_password": _("打密码条"),
    "change_password": _("改密码"),
    "open_lock": _("解锁"),
    "issue_token": _("领接口令牌"),
    "resend_message": _("再发一次消息"),
    "admin_add": _("后台新建"),
    "admin_change": _("后台修改"),
    "admin_delete": _("后台删除"),
    "merge_regions": _("区划合并"),
    "rename_region": _("区划改名"),
    "recode_region": _("区划换代码"),
}
