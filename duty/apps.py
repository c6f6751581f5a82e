from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "duty"
    verbose_name = "值班"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duty import jobs, reminders, warnings
        from notify.jobs import register

        warnings.register()
        reminders.register()
        register(jobs.MONTH, jobs.draft_months)
        register(jobs.SHIFTS, jobs.follow_shifts)
        register(jobs.PUBLISH, jobs.publish_months)
