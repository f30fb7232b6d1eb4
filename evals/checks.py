"""Tasks with their hidden checks, and what a project makes of them."""

import hashlib
import json
import math
import os
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from results import judged as with_verdicts
from sandbox import Refused

RUNTIMES = {".py": "python3", ".js": "node", ".java": "java"}
COMPARISONS = ("text", "json", "numbers", "lines-in-any-order")
CHECK_KEYS = {"name", "files", "steps"}
STEP_KEYS = {"run", "input", "output", "exit", "stderr", "files", "compare"}
PROGRAM = re.compile(r"\b(?!Node\.js)[A-Za-z_][\w-]*\.(?:py|js|java)\b")
ERROR_LINE = re.compile(r"error:|\w(?:Error|Exception)\b", re.IGNORECASE)
TOLERANCE = 1e-6  # relative, and absolute near zero
SHOWN = 200  # characters of an output in a sentence


@dataclass(frozen=True)
class Task:
    """A requirement, and the checks that no model sees."""

    name: str
    folder: Path
    requirement: str
    checks: list
    program: str

    @property
    def digest(self):
        """Changes with the requirement and with the checks."""
        text = json.dumps([self.requirement, self.checks], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def runtime(self):
        return RUNTIMES[Path(self.program).suffix]

    @property
    def solution(self):
        return self.folder / "solution"


def load(suite, only=()):
    """The tasks of a suite in alphabetical order, or those that are named."""
    folders = sorted(path.parent for path in Path(suite).glob("*/requirement.txt"))
    if not folders:
        raise Refused(f"there is no task in {suite}: a task is a folder with requirement.txt and hidden.json")
    unknown = sorted(set(only) - {folder.name for folder in folders})
    if unknown:
        names = ", ".join(folder.name for folder in folders)
        raise Refused(f"there is no task {unknown[0]} in {suite}; there are {names}")
    return [_task(folder) for folder in folders if not only or folder.name in only]


def _task(folder):
    requirement = (folder / "requirement.txt").read_text(encoding="utf-8").strip()
    try:
        checks = json.loads((folder / "hidden.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise Refused(f"{folder / 'hidden.json'} cannot be read: {e}") from e
    named = PROGRAM.search(requirement)
    if not named:
        raise Refused(f"{folder / 'requirement.txt'} names no program such as name.py, name.js or Name.java")
    for check in checks:
        _validate(check, folder / "hidden.json")
    return Task(folder.name, folder, requirement, checks, named.group())


def _validate(check, file):
    steps = check.get("steps") or [{}]
    for keys, known in ((check, CHECK_KEYS), *((step, STEP_KEYS) for step in steps)):
        for key in keys.keys() - known:
            raise Refused(f"{file}: nothing is called {key}; there are {', '.join(sorted(known))}")
    for step in steps:
        wrong = (
            "run" not in step
            or step.get("compare", "text") not in COMPARISONS
            or step.get("stderr", "some") != "some"
            or not (step.get("exit", 0) == "nonzero" or isinstance(step.get("exit", 0), int))
        )
        if wrong:
            raise Refused(f"{file}: {json.dumps(step)} is no step; evals/README.md says what one is")


def judged(run, task, project, sandbox):
    """The run with what the hidden checks say of its project."""
    return with_verdicts(run, verdicts(task, project, sandbox))


def verdicts(task, project, sandbox):
    """For each check its name, and what was wrong as one sentence, or None."""
    return [{"name": check["name"], "problem": _problem(check, project, sandbox)} for check in task.checks]


def _problem(check, project, sandbox):
    """Runs the steps in a copy of the project of their own."""
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        folder = Path(temporary, "project")
        shutil.copytree(project, folder, symlinks=True)
        for name, content in check.get("files", {}).items():
            target = inside(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.write_text(content, encoding="utf-8")
        for step in check["steps"]:
            problem = _step_problem(step, sandbox.run(step["run"], folder, step.get("input", "")), folder)
            if problem:
                return f"`{step['run']}` {problem}"
    return None


def _step_problem(step, outcome, folder):
    if outcome.timed_out:
        return "did not end in time"
    wanted = step.get("exit", 0)
    if (outcome.exit_code == 0) if wanted == "nonzero" else (outcome.exit_code != wanted):
        return f"exited with {outcome.exit_code} instead of {wanted}, saying {_shown(gist(outcome.errors))}"
    if "output" in step and not same(step["output"], outcome.output, step.get("compare", "text")):
        return f"printed {_shown(outcome.output)} instead of {_shown(step['output'])}"
    if step.get("stderr") and not outcome.errors.strip():
        return "printed nothing to standard error"
    for name, content in step.get("files", {}).items():
        found = _read(folder, name)
        if found is None:
            return f"left no file {name}"
        if not same(content, found, "text"):
            return f"left {_shown(found)} in {name} instead of {_shown(content)}"
    return None


def gist(errors):
    """The line that names the error; each language has it elsewhere."""
    lines = errors.strip().splitlines()
    return next((line.strip() for line in lines if ERROR_LINE.search(line)), lines[-1] if lines else "nothing")


def inside(folder, name):
    """The path of a name in the folder, which it must not lead out of."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise Refused(f"{name} is no path inside a project")
    return Path(folder, *pure.parts)


def _read(folder, name):
    """A regular file's text; a program that leaves a link or a pipe in its place left no file."""
    path = inside(folder, name)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        real = path.parent.resolve().is_relative_to(Path(folder).resolve())
        return file.read() if real and stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def same(wanted, found, compare):
    """Line ends and trailing blanks are forgiven; what else is, the kind of comparison says."""
    wanted, found = _lines(wanted), _lines(found)
    if compare == "lines-in-any-order":
        return sorted(wanted) == sorted(found)
    if compare == "numbers":
        return len(wanted) == len(found) and all(map(_same_numbers, wanted, found))
    if compare == "json":
        try:
            return _same_json(json.loads("\n".join(wanted)), json.loads("\n".join(found)))
        except (ValueError, RecursionError):
            return False
    return wanted == found


def _lines(text):
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")]


def _same_numbers(wanted, found):
    """Word by word; those that are numbers may differ by the tolerance."""
    wanted, found = wanted.split(), found.split()
    return len(wanted) == len(found) and all(map(_same_word, wanted, found))


def _same_word(wanted, found):
    try:
        return math.isclose(float(wanted), float(found), rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    except ValueError:
        return wanted == found


def _same_json(wanted, found):
    """Python takes true for 1, JSON does not."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return wanted.keys() == found.keys() and all(_same_json(wanted[key], found[key]) for key in wanted)
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(_same_json, wanted, found))
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, float) and isinstance(found, (int, float)):
        return math.isclose(wanted, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return wanted == found


def _shown(text):
    text = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return json.dumps(text, ensure_ascii=False)
