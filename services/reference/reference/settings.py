"""Why: everything that differs between installations, read once from REFERENCE_…"""

from commons.settings import ServiceSettings, settings_of


class Settings(ServiceSettings):
    model_config = settings_of("reference")

    seed_folder: str = ""
    """Another folder of seed files than the packaged one."""
    rehearsal: bool | None = None
    """Whether the rehearsal election is seeded; by default everywhere but in production."""

    @property
    def with_rehearsal(self) -> bool:
        return self.environment != "production" if self.rehearsal is None else self.rehearsal
