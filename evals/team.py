"""The arms `team` and `solo`: `mgx run`, as a person would use it."""

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from results import Run
from sandbox import Refused

MGX = Path(__file__).resolve().parent.parent / "mgx"
GRACE_SECONDS = 120  # after the team's own time limit: the start, the export, and an end that is late
EXPORT_SECONDS = 120
USAGE_ERROR = 2  # exit code of mgx for wrong settings
ENDS = {"TASK_COMPLETE": "SUCCEEDED", "TASK_ERROR": "FAILED", "TASK_CANCELLED": "CANCELLED"}


class Team:
    """`mgx run` in a data folder of its own. There is no seed: runs differ by what the model makes of them."""

    def __init__(self, endpoint, model, minutes, mgx=MGX, simulated=None, name="team"):
        self.name = name
        self.mgx = mgx
        self._endpoint = endpoint
        self.minutes = minutes
        self._simulated = os.environ.get("MGX_LLM") == "simulated" if simulated is None else simulated
        self.model = "simulated" if self._simulated else model or endpoint.first_model()

    def run(self, task, seed, folder):
        self.require_model()
        with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
            environment = self.environment(Path(temporary), folder)
            command = [self.mgx, "run", "--json", "--out", folder / "files", "--max-duration", f"{self.minutes}m"]
            command += ["--team", "solo" if self.name == "solo" else "full"]
            exit_code = self.follow([*command, "-"], environment, task.requirement, folder)
            events = events_of(folder / "events.jsonl")
            require_started(exit_code, events, folder)
            if not (folder / "files").exists():
                self._export(events, environment, folder)
        (folder / "files").mkdir(exist_ok=True)
        return team_run(folder, events, exit_code)

    def require_model(self):
        """A server that is down is no failure of the team."""
        if not self._simulated:
            self._endpoint.first_model()

    def environment(self, temporary, folder):
        """The user's settings file is not read; the user's environment counts where it says more than we need."""
        environment = {
            "MGX_LLM_FIRST_TOKEN_TIMEOUT": "10m",
            "MGX_LLM_CALL_TIMEOUT": "30m",
            **os.environ,
            "MGX_DATA_DIR": str(temporary / "data"),
            "XDG_CONFIG_HOME": str(temporary),
            "MGX_LLM_RECORD": str(folder / "recording.jsonl"),
        }
        if not self._simulated:
            environment |= {"MGX_LLM_BASE_URL": self._endpoint.base_url, "MGX_MODEL": self.model}
        environment.pop("MGX_DATABASE_URL", None)
        return environment

    def follow(self, command, environment, requirement, folder):
        """In a session of its own, so that our Ctrl-C is passed on once and the task is stopped before we go."""
        with open(folder / "events.jsonl", "wb") as output, open(folder / "errors.txt", "wb") as errors:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
            try:
                process.communicate(requirement.encode(), timeout=self.minutes * 60 + GRACE_SECONDS)
            except (subprocess.TimeoutExpired, KeyboardInterrupt) as e:
                _interrupt(process)
                if isinstance(e, KeyboardInterrupt):
                    raise
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
            return process.wait()

    def _export(self, events, environment, folder):
        """What a run that failed has left; there may be nothing."""
        task = next((event["task_id"] for event in events), None)
        if task:
            command = [self.mgx, "export", task, "--out", folder / "files"]
            with open(folder / "export.txt", "wb") as said:
                streams = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said}
                subprocess.run(command, cwd=folder, env=environment, timeout=EXPORT_SECONDS, check=False, **streams)


def require_started(exit_code, events, folder):
    if exit_code == USAGE_ERROR or (exit_code != 0 and not events):
        raise Refused(f"mgx ended with exit code {exit_code}: {_last_line(folder / 'errors.txt')}")


def _interrupt(process):
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        pass


def team_run(folder, events, exit_code):
    end = next((event for event in reversed(events) if event["event_type"] in ENDS), None)
    if end is None:
        said = _last_line(folder / "errors.txt")
        return Run(folder / "files", "NONE", f"mgx ended with exit code {exit_code}: {said}")
    payload = end["payload"]
    result = payload.get("result") if isinstance(payload.get("result"), dict) else {}
    metrics = payload.get("metrics") or payload.get("usage") or {}
    verified = result.get("verified") is True
    status = ENDS[end["event_type"]]
    checks = result.get("checks") or []
    details = {
        "exit_code": exit_code,
        "own_checks": len(checks),
        "own_checks_passed": sum(check.get("passed") is True for check in checks),
        "uncovered": result.get("uncovered") or [],
    }
    reason = ("verified" if verified else "unverified") if status == "SUCCEEDED" else payload["message"]
    return Run(
        folder / "files",
        status,
        reason,
        verified,
        metrics.get("input_tokens"),
        metrics.get("output_tokens"),
        metrics.get("llm_calls"),
        details,
    )


def events_of(file):
    """One a line; a line that was cut off is left out."""
    events = []
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            events.append(json.loads(line))
        except ValueError:
            continue
    return events


def _last_line(file):
    lines = [line for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "nothing on standard error"
