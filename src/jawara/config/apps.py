from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "jawara.config"
    label = "config"

    def ready(self) -> None:
        # The wiring needs every app loaded, so it cannot be imported earlier.
        from jawara.config.wiring import connect

        connect()
