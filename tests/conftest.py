"""How Hypothesis runs here: a busy machine is no failure, so no example has a deadline."""

from hypothesis import HealthCheck, settings

settings.register_profile("wenda", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wenda")
