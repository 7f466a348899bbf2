"""One round of a watch: the checks before a run, and the run of its models, in a thread."""

from threading import Event, Thread

from msgspec import Struct, field

from moltverify.errors import MoltverifyError, UsageError
from moltverify.registry.records import Model, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.capacity import default_jobs
from moltverify.store.private_folders import private_folder
from moltverify.suite.events import SuiteEvent
from moltverify.suite.loop import check_models
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.run_options import RunOptions
from moltverify.suite.settings import SuiteSettings
from moltverify.suite.soundness import checked_with
from moltverify.watching.held_engine import HeldEngine
from moltverify.watching.messages import Put, RoundNews, RoundOver


class Round(Struct, kw_only=True):
    """Models to check together; `use_notes` says that an unchanged registry need not be checked."""

    number: int
    registry: Registry
    models: tuple[Model, ...]
    engine: HeldEngine
    options: RunOptions
    sizes: ModelSizes
    use_notes: bool
    stop: Event = field(default_factory=Event)

    def start(self, put: Put) -> Thread:
        """Start the round, and put what happens in it; the last message says that it is over."""
        thread = Thread(target=self.check, args=(put,), name=f"round {self.number}")
        thread.start()
        return thread

    def check(self, put: Put) -> None:
        """Check the models, and put a message for each event and for the end."""
        error: MoltverifyError | None = None
        defect: Exception | None = None
        try:
            self.run(put)
        except MoltverifyError as found:
            error = found
        except OSError as found:
            # A file that vanished after the loop had looked: another message says so.
            error = UsageError(f"cannot read {found.filename}: {found.strerror}")
        except Exception as found:
            # The thread of the loop ends the program with it.
            defect = found
        put(RoundOver(self.number, error, defect))

    def run(self, put: Put) -> None:
        """Run the models with the bytes that were checked; raises MoltverifyError before that."""
        files = RegistryFiles(self.registry)
        toolchain = self.engine.toolchain
        checked_with(self.models, files, lambda: toolchain, self.use_notes)

        def listen(event: SuiteEvent) -> None:
            put(RoundNews(self.number, event))

        # Not recorded: a record for each save would take the place of those of whole runs.
        with private_folder() as folder:
            runs = [model.job.options for model in self.models]
            settings = SuiteSettings(
                toolchain=toolchain,
                folder=folder,
                jobs=self.options.jobs or default_jobs(runs, self.options.workers),
                timeout=self.options.timeout,
                workers=self.options.workers,
                engine=self.engine.for_round,
                sizes=self.sizes,
                cache=self.engine.verdicts if self.options.use_cache else None,
                reader=files.reader,
            )
            check_models(self.models, settings, self.stop, listen)
