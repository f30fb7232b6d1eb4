"""Runs shell lines of programs that nobody has read: in bubblewrap, or as they are if somebody insists."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM_FOLDERS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("/etc/alternatives", "/etc/ld.so.cache")
INNER_JDK = "/jdk"

MAX_OUTPUT_BYTES = 4 << 20  # of each file that a program writes, its output among them
MAX_MEMORY_BYTES = 2 << 30  # of what a process writes to: Java and Node reserve far more than that
TMP_BYTES = 64 << 20


class Refused(Exception):
    """What a person has to mend before anything can be measured, as one sentence."""


@dataclass(frozen=True)
class Outcome:
    """How a shell line ended. The exit code is that of the shell, negative for a signal."""

    output: str
    errors: str
    exit_code: int
    timed_out: bool


class Sandbox:
    """Without network, with a read-only system, and with one folder to write to besides /tmp."""

    def __init__(self, jdk, unsafe=False, timeout=20.0):
        self._jdk = jdk
        self._timeout = timeout
        self._bwrap = None if unsafe else shutil.which("bwrap")
        if self._bwrap is None and not unsafe:
            raise Refused(
                "bubblewrap (bwrap) was not found, so nothing keeps a generated program from this machine; "
                "install it, or accept that with --unsafe"
            )

    @property
    def name(self):
        return "bubblewrap" if self._bwrap else "none"

    def run(self, line, folder, text="", timeout=None):
        """Runs the line in the folder with the text as its standard input, and ends everything that it started."""
        timeout = timeout or self._timeout
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            given.write(text.encode())
            given.seek(0)
            process = subprocess.Popen(
                self._command(line, Path(folder).resolve()),
                cwd=folder,
                env=self._environment(),
                stdin=given,
                stdout=output,
                stderr=errors,
                start_new_session=True,
                preexec_fn=lambda: _limit(timeout),
            )
            try:
                exit_code, timed_out = process.wait(timeout), False
            except subprocess.TimeoutExpired:
                exit_code, timed_out = -signal.SIGKILL, True
            finally:
                _kill(process)
            return Outcome(_text(output), _text(errors), exit_code, timed_out)

    def _command(self, line, folder):
        shell = ["sh", "-c", line]
        if not self._bwrap:
            return shell
        command = [self._bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        command += ["--hostname", "sandbox", "--ro-bind", "/usr", "/usr"]
        for path in map(Path, SYSTEM_FOLDERS):
            if path.is_symlink():
                command += ["--symlink", os.readlink(path), str(path)]
            elif path.is_dir():
                command += ["--ro-bind", str(path), str(path)]
        for path in (*SETTINGS, *map(str, Path("/etc").glob("java-*"))):
            command += ["--ro-bind-try", path, path]
        if self._jdk:
            command += ["--ro-bind", self._jdk, INNER_JDK]
        command += ["--proc", "/proc", "--dev", "/dev", "--size", str(TMP_BYTES), "--tmpfs", "/tmp"]
        command += ["--bind", str(folder), "/project", "--chdir", "/project", "--remount-ro", "/", "--"]
        return command + shell

    def _environment(self):
        jdk = [f"{INNER_JDK if self._bwrap else self._jdk}/bin"] if self._jdk else []
        system = ["/usr/bin", "/bin"] if self._bwrap else os.environ.get("PATH", "/usr/bin:/bin").split(":")
        return {
            "PATH": ":".join(jdk + system),
            "HOME": "/tmp",
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def _limit(timeout):
    seconds = int(timeout) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT_BYTES, MAX_OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _text(file):
    file.seek(0)
    return file.read().decode(errors="replace")
