from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "事项与工单"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from notify import jobs
        from services import alerts, register, starting, villager_messages

        alerts.register()
        villager_messages.define()
        jobs.register(register.KIND, register.make, may_take=register.may_take)
        user_logged_in.connect(starting.remember_start)
