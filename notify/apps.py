from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "notify"
    verbose_name = "提醒与消息"
    default_auto_field = "django.db.models.BigAutoField"
