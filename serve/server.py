"""The LitServe server."""

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from litserve import LitAPI, LitServer
from litserve.utils import WorkerSetupStatus

from sentiment.errors import UserError
from serve.app import create_app
from serve.http_protocol import PunctualProtocol
from serve.logs import configure_logging
from serve.processes import DRAINED, prepare_forks, signals_held, temporary_files_in
from serve.settings import ServeSettings
from serve.worker import SentimentAPI

log = logging.getLogger(__name__)

_DRAIN_SECONDS = 5
_LOOK_SECONDS = 0.2
_WATCH = "http-watch"


class SentimentServer(LitServer):
    """LitServe with our application, and with an end and a beginning in good order."""

    def __init__(self, settings: ServeSettings, bundle: Path, state: Path) -> None:
        """Starts nothing yet.

        Args:
            settings: of this server.
            bundle: a bundle's folder, or a link to one.
            state: a folder for what the processes share.
        """
        super().__init__(
            SentimentAPI(bundle, settings.follow_seconds, state, settings.log_level),
            accelerator="cpu",
            workers_per_device=settings.worker_count,
            # Ours: it covers all of the way, and not just the queue.
            timeout=False,
            restart_workers=True,
        )
        self.settings = settings
        self.state = state
        self.monitor_internal = _LOOK_SECONDS
        self.uvicorn_graceful_timeout = _DRAIN_SECONDS
        self.app = create_app(self, settings, os.getpid())
        self._http_processes: list[multiprocessing.Process] = []
        self.inference_workers: list[multiprocessing.Process] = []
        self._died = False
        self._ending = False

    def serve(self) -> None:
        """Serves until SIGTERM or Ctrl-C.

        Raises:
            UserError: when a process that the others need has died.
        """
        prepare_forks()
        try:
            self._run()
        except (EOFError, ConnectionError) as error:
            raise UserError("The queue's process has died, and the server with it.") from error
        finally:
            # In good order they have ended; these were starting, or cut off from the queue.
            for worker in self.inference_workers:
                worker.kill()
        if self._died:
            raise UserError("A process that speaks HTTP has died, and the server with it.")

    def _run(self) -> None:
        # LitServe does so when the port is bound already; the manager's process would listen, too,
        # and never accept: while the server ends, who connects would wait for nothing.
        with temporary_files_in(self.state):
            self._manager = super()._init_manager(self.settings.api_processes)
        self.run(
            host=self.settings.host,
            port=self.settings.port,
            num_api_servers=self.settings.api_processes,
            log_level="warning",
            generate_client_file=False,
            api_server_worker_type="process",
            # For uvicorn.
            loop="uvloop",
            http=PunctualProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=self.settings.limits.connections,
        )

    def _init_manager(self, num_api_servers: int) -> Any:
        return self._manager

    def look_for_new_bundle(self) -> None:
        """Makes every worker look at once."""
        for worker in self.inference_workers:
            if worker.is_alive() and worker.pid is not None:
                os.kill(worker.pid, signal.SIGHUP)

    def launch_inference_worker(self, lit_api: LitAPI) -> list[multiprocessing.Process]:
        """Starts all workers; signals reach each of them when it is ready for them."""
        with signals_held():
            workers: list[multiprocessing.Process] = super().launch_inference_worker(lit_api)
        return workers

    def launch_single_inference_worker(
        self, lit_api: LitAPI, worker_id: int
    ) -> multiprocessing.Process:
        """Starts one in the place of one that died."""
        with signals_held():
            worker: multiprocessing.Process = super().launch_single_inference_worker(
                lit_api, worker_id
            )
        return worker

    def verify_worker_status(self) -> None:
        """Waits for a worker to be ready, which LitServe alone would do for ever.

        Raises:
            UserError: when one has died instead.
        """
        while WorkerSetupStatus.READY not in self.workers_setup_status.values():
            if not all(worker.is_alive() for worker in self.inference_workers):
                raise UserError("A worker died while it started; the log may say why.")
            time.sleep(_LOOK_SECONDS / 4)

    def _start_server(
        self,
        port: int,
        num_uvicorn_servers: int,
        log_level: str,
        sockets: list[socket.socket],
        uvicorn_worker_type: str,
        **kwargs: Any,
    ) -> Any:
        # LitServe has set up a log of its own by now; these processes inherit what is set here.
        configure_logging(self.settings.log_level)
        processes = super()._start_server(
            port, num_uvicorn_servers, log_level, sockets, uvicorn_worker_type, **kwargs
        )
        # They alone listen, and once they have left off new connections are refused.
        for listening in sockets:
            listening.close()
        self._http_processes = list(processes.values())
        threading.Thread(target=self._watch_http, name=_WATCH, daemon=True).start()
        return processes

    def _watch_http(self) -> None:
        """LitServe starts workers anew; if a process that speaks HTTP dies, all had better end."""
        while all(process.is_alive() for process in self._http_processes):
            if self._shutdown_event.wait(_LOOK_SECONDS):
                return
        if self._ending:
            return
        self._died = True
        self._shutdown_event.set()

    def _perform_graceful_shutdown(
        self, manager: Any, uvicorn_workers: Mapping[Any, Any], shutdown_reason: str = "normal"
    ) -> None:
        """First the processes that speak HTTP, which answer what they have; then the workers."""
        self._ending = True
        end = time.monotonic() + _DRAIN_SECONDS + 1
        for process in uvicorn_workers.values():
            process.terminate()
        for process in uvicorn_workers.values():
            process.join(timeout=max(end - time.monotonic(), 0))
            if process.is_alive():
                log.error("a process that speaks HTTP did not end in time")
                process.kill()
        (self.state / DRAINED).touch()
        # Two threads ask the manager, which goes away in the end. They are told in a third one: in
        # this one the manager's proxy is in the middle of the call that a signal interrupted. And
        # not sooner: a worker that LitServe's thread has started ends with that thread.
        telling = threading.Thread(target=self._shutdown_event.set)
        telling.start()
        telling.join()
        for thread in threading.enumerate():
            if thread.name in (_WATCH, "litserve-monitoring"):
                thread.join(timeout=1)
        super()._perform_graceful_shutdown(manager, {}, "keyboard_interrupt")
