"""Tasks in repositories that exist, and what a change makes of them."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checks import gist
from results import judged as with_verdicts
from sandbox import Refused

TESTS_SECONDS = 120
JUNK = shutil.ignore_patterns(".git", "__pycache__", "*.pyc")
AUTHOR = {"NAME": "A developer", "EMAIL": "developer@example.org", "DATE": "2024-05-01T12:00:00+00:00"}
GIT_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in AUTHOR.items()},
}

# The tests that were there are compiled without the hidden ones, and the program without both if they no longer fit.
JAVA_TESTS = r"""
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mkdir "$out/own" "$out/hidden"
compile() { javac -proc:none -nowarn -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -cp "$out/own" -d "$out/$@"; }
tests() {
  classes=$(find "$1" -name '*Test.java' | sed 's|^[a-z]*/||; s|/|.|g; s|\.java$||')
  java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$out/own:$out/hidden" stockroom.Tests $classes
}
if compile own $(find src test -name '*.java'); then
  tests test
else
  compile own $(find src -name '*.java') $(find test -name '*.java' ! -name '*Test.java') || exit 1
fi
compile hidden $(find hidden -name '*.java') && tests hidden
"""


@dataclass(frozen=True)
class Language:
    """How tests are written, run and told in a language."""

    runtime: str
    tests: str  # the folder of the tests
    hidden: str  # where hidden tests are put
    command: str
    file: str  # a file with tests
    declared: re.Pattern  # a test in such a file; its name, or the name of the class that it belongs to
    told: re.Pattern  # a line that tells of a test


LANGUAGES = {
    "python": Language(
        "python3",
        "tests",
        "tests",
        "python3 -m unittest discover -v -b -s tests -t .",
        "test_*.py",
        re.compile(r"^class (?P<type>\w+)|^    def (?P<name>test_\w+)\(", re.MULTILINE),
        re.compile(
            r"^(?P<method>test_\w+) \((?:\w+\.)*?(?P<type>\w+)(?:\.(?P=method))?\) \.\.\. (?P<how>\w+)",
            re.MULTILINE,
        ),
    ),
    "javascript": Language(
        "node",
        "test",
        "test",
        "node --test --test-reporter=tap test/*.test.js",
        "*.test.js",
        re.compile(r"^test\('(?P<name>[^']+)'", re.MULTILINE),
        re.compile(r"^ *(?P<how>(?:not )?ok) \d+ - (?P<name>[^#\n]*?)(?P<directive> # [^\n]*)?$", re.MULTILINE),
    ),
    "java": Language(
        "java",
        "test",
        "hidden/stockroom",
        JAVA_TESTS,
        "*Test.java",
        re.compile(r"^final class (?P<type>\w+)|^    void (?P<name>\w+)\(\)", re.MULTILINE),
        re.compile(r"^(?P<how>(?:not )?ok) (?P<name>\w+\.\w+)", re.MULTILINE),
    ),
}


@dataclass(frozen=True)
class Repository:
    """A repository of ours, as it is before somebody plants a fault in it."""

    folder: Path
    language: Language
    test: str  # the command that its people run
    breaks: str  # the test that breaking.patch breaks

    @property
    def base(self):
        return self.folder / "base"


@dataclass(frozen=True)
class Task:
    """A requirement in a repository, and the tests that no agent sees."""

    name: str
    folder: Path
    repository: Repository
    requirement: str

    @property
    def runtime(self):
        return self.repository.language.runtime

    @cached_property
    def digest(self):
        """Changes with all that is measured."""
        found = hashlib.sha256()
        for root in (self.repository.base, self.folder):
            for path in sorted(each for each in root.rglob("*") if each.is_file() and "__pycache__" not in each.parts):
                found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
        return found.hexdigest()[:16]

    @property
    def hidden(self):
        return sorted(path for path in (self.folder / "hidden").iterdir() if path.is_file())

    @cached_property
    def hidden_names(self):
        return [name for path in self.hidden for name in declared(self.repository.language, path)]

    @cached_property
    def solution_size(self):
        with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
            solved = Path(temporary, "solved")
            write_solution(self, solved)
            return size(self, solved)


def is_suite(folder):
    return any(Path(folder).glob("*/repository.json"))


def load(suite, only=()):
    """The tasks of all repositories in alphabetical order, or those that are named."""
    tasks = [task for file in sorted(Path(suite).resolve().glob("*/repository.json")) for task in _tasks(file)]
    unknown = sorted(set(only) - {task.name for task in tasks})
    if unknown:
        names = ", ".join(task.name for task in tasks)
        raise Refused(f"there is no task {unknown[0]} in {suite}; there are {names}")
    return [task for task in tasks if not only or task.name in only]


def _tasks(file):
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
        repository = Repository(file.parent, LANGUAGES[value["language"]], value["test"], value["breaks"])
    except (ValueError, KeyError, TypeError) as e:
        raise Refused(f"{file} names no language ({', '.join(LANGUAGES)}), test and breaks: {e}") from e
    for requirement in sorted(file.parent.glob("tasks/*/requirement.txt")):
        folder = requirement.parent
        text = requirement.read_text(encoding="utf-8").strip()
        yield Task(f"{file.parent.name}-{folder.name}", folder, repository, text)


def write_seeded(task, folder):
    """The repository as an agent gets it."""
    shutil.copytree(task.repository.base, folder, ignore=JUNK)
    if (task.folder / "seed.patch").exists():
        apply(task.folder / "seed.patch", folder)


def write_solution(task, folder):
    write_seeded(task, folder)
    apply(task.folder / "solution.patch", folder)


def apply(patch, folder):
    git(folder, "apply", "--whitespace=nowarn", patch)


def git(folder, *arguments):
    """A person's git, with a fixed author and day; no settings of this machine count."""
    environment = {**os.environ, **GIT_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(Path(folder).resolve().parent)}
    command = ["git", "-c", "core.hooksPath=/dev/null", *map(str, arguments)]
    came = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if came.returncode != 0:
        raise Refused(f"git {arguments[0]} failed in {folder}: {came.stderr.strip()}")
    return came.stdout


def write_repository(task, folder):
    """A git repository with one commit, which has nothing of the task but its seed."""
    write_seeded(task, folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=The program as it is")


def judged(run, task, project, sandbox):
    """The run with what the hidden tests and those that were green before say of the project, and how large the change is."""
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        seeded, solved = Path(temporary, "seeded"), Path(temporary, "solved")
        write_seeded(task, seeded)
        write_solution(task, solved)
        given, wanted = (folder / task.repository.language.tests for folder in (seeded, solved))
        verdicts, broken = verdict(task, project, wanted, sandbox)
        if broken and _contents(given) != _contents(wanted):  # a rename that was not begun has broken nothing
            broken = [name for name in verdict(task, project, given, sandbox)[1] if name in broken]
    files, lines = size(task, project)
    solution_files, solution_lines = task.solution_size
    return with_verdicts(
        run,
        verdicts,
        broken=broken,
        files=files,
        lines=lines,
        solution_files=solution_files,
        solution_lines=solution_lines,
    )


def verdict(task, project, tests, sandbox):
    """For each hidden test its name and what was wrong, or None; and those of the other tests that are not green. Other tests
    than these are not asked: what an agent does to tests changes nothing here."""
    language = task.repository.language
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        folder = Path(temporary, "project")
        shutil.copytree(project, folder, symlinks=True, ignore=JUNK)
        _replace(folder / language.tests, tests)
        if language.hidden != language.tests:
            _clear(folder / language.hidden.split("/")[0])
        (folder / language.hidden).mkdir(parents=True, exist_ok=True)
        for path in task.hidden:
            shutil.copy(path, folder / language.hidden)
        outcome = sandbox.run(language.command, folder, timeout=TESTS_SECONDS)
    passed, failed = told(language, outcome)
    missing = "did not end in time" if outcome.timed_out else "was not run: " + gist(outcome.errors)
    verdicts = []
    for name in task.hidden_names:
        problem = "failed" if name in failed else None if name in passed else missing
        verdicts.append({"name": name, "problem": problem})
    own = [name for path in sorted(tests.rglob(language.file)) for name in declared(language, path)]
    return verdicts, [name for name in own if name in failed or name not in passed]


def declared(language, path):
    """The names of the tests that a file has."""
    names, within = [], ""
    for found in language.declared.finditer(path.read_text(encoding="utf-8")):
        groups = found.groupdict()
        if groups.get("type"):
            within = groups["type"] + "."
        elif groups.get("name"):
            names.append(within + groups["name"])
    return names


def told(language, outcome):
    """The names that were told of as passed, and those that were told of as anything else."""
    passed, failed = set(), set()
    for found in language.told.finditer(f"{outcome.output}\n{outcome.errors}"):
        groups = found.groupdict()
        name = groups.get("name") or f"{groups['type']}.{groups['method']}"
        good = groups["how"] == "ok" and not groups.get("directive")
        (passed if good else failed).add(name)
    return passed - failed, failed


def size(task, project):
    """Files and lines that differ from what the agent was given. Tests do not count: to write more of them is no fault."""
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        given, came = Path(temporary, "given"), Path(temporary, "came")
        write_seeded(task, given)
        shutil.copytree(project, came, symlinks=True, ignore=JUNK)
        for folder in (given, came):
            _clear(folder / task.repository.language.tests)
        command = ["git", "diff", "--no-index", "--numstat", "--find-renames", "given", "came"]
        environment = {**os.environ, **GIT_ENVIRONMENT}
        said = subprocess.run(command, cwd=temporary, env=environment, capture_output=True, text=True, check=False)
    counts = [line.split("\t")[:2] for line in said.stdout.splitlines()]
    return len(counts), sum(int(count) for pair in counts for count in pair if count.isdigit())


def _contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _replace(target, source):
    _clear(target)
    shutil.copytree(source, target, ignore=JUNK)


def _clear(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
