"""The arms for repositories: `mgx run --repo`, and one plain prompt with the files."""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

import repositories
from checks import inside
from prompt import ANSWER_TOKENS, THOUGHTS, Endpoint
from results import Run, save
from sandbox import Refused
from team import Team, events_of, require_started, team_run

CHARACTERS_PER_TOKEN = 3  # of sources, counted low
CONTEXT_TOKENS = 16384
BRANCHES = "refs/heads/mgx/"

OPENING = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
PATH = re.compile(r"[\w.-]*(?:/[\w.-]+)+|[\w-]*\.\w[\w.-]*")
DELETED = re.compile(r"\W*DELETE\W+([\w./-]+)\W*")
WORD = re.compile(r"[A-Za-z_][\w-]{3,}")

FORM = (
    "Answer with each file that you change or add, whole, in a fenced code block of its own, with its path alone on the line "
    "before the block. For a file that goes away write a line `DELETE path`."
)


class RepositoryPrompt:
    """One plain prompt with the requirement and as many files as fit."""

    name = "prompt"

    def __init__(self, endpoint: Endpoint, model):
        self._endpoint = endpoint
        self.model = model or endpoint.first_model()

    def run(self, task, seed, folder):
        project = folder / "files"
        repositories.write_seeded(task, project)
        text, shown, left_out = prompt(task, project)
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": text}],
            "max_tokens": ANSWER_TOKENS,
            "seed": seed,
        }
        response = self._endpoint.answer(body)
        save(folder / "answer.json", {"request": body, "response": response})
        choice = (response.get("choices") or [{}])[0]
        written, deleted = files_of((choice.get("message") or {}).get("content") or "")
        carry_out(project, written, deleted)
        count = len(written) + len(deleted)
        reason = "no file in the answer" if count == 0 else f"{count} file{'s' if count > 1 else ''}"
        if choice.get("finish_reason") == "length":
            reason += f", cut off after {ANSWER_TOKENS} tokens"
        usage = response.get("usage") or {}
        return Run(
            project,
            "ANSWERED",
            reason,
            input_tokens=usage.get("prompt_tokens"),
            output_tokens=usage.get("completion_tokens"),
            calls=1,
            details={"files_shown": shown, "files_left_out": left_out},
        )


def prompt(task, project):
    """The text, and how many files are in it and left out. Those with most words of the requirement come first."""
    tokens = int(os.environ.get("MGX_MODEL_CONTEXT_TOKENS") or CONTEXT_TOKENS) - ANSWER_TOKENS
    characters = tokens * CHARACTERS_PER_TOKEN
    words = {word.lower() for word in WORD.findall(task.requirement)}
    files = {str(path.relative_to(project)): path.read_text(encoding="utf-8") for path in _files(project)}
    ranked = sorted(files, key=lambda name: (-_fitness(name, files[name], words), name))
    shown = []
    for name in ranked:
        length = len(files[name]) + len(name) + 20
        if length <= characters:
            shown.append(name)
            characters -= length
    blocks = [f"{name}\n{fenced(files[name])}" for name in sorted(shown)]
    parts = ["In the repository whose files follow, do this:", task.requirement, *blocks, FORM]
    return "\n\n".join(parts), len(shown), len(files) - len(shown)


def _files(project):
    return sorted(path for path in project.rglob("*") if path.is_file() and not path.is_symlink())


def _fitness(name, text, words):
    """How many of the words the file has; one that is in its path counts for three."""
    there = {word.lower() for word in WORD.findall(text)}
    return len(words & there) + 3 * sum(word in name.lower() for word in words)


def fenced(text):
    """A code block whose fence is longer than any in the text."""
    fence = "`" * max([2, *(len(found) for found in re.findall(r"`{3,}", text))])
    return f"{fence}`\n{text.rstrip(chr(10))}\n{fence}`"


def files_of(answer):
    """The files of an answer by their paths, and those that it deletes. A path stands before the block, or beside its fence."""
    written, deleted, before = {}, [], ""
    lines = iter(THOUGHTS.sub("", answer.replace("\r\n", "\n")).split("\n"))
    for line in lines:
        opening = OPENING.fullmatch(line)
        if opening:
            text = "\n".join(_block(lines, opening[1]))
            path = _path(opening[2]) or _path(before)
            if path:
                written[path] = text + "\n"
            before = ""
        elif DELETED.fullmatch(line):
            deleted.append(DELETED.fullmatch(line)[1])
        elif line.strip():
            before = line
    return written, deleted


def _block(lines, fence):
    """To the fence that closes it, or to the end."""
    for line in lines:
        marks = line.strip()
        if len(marks) >= len(fence) and marks == fence[0] * len(marks):
            return
        yield line


def _path(text):
    found = PATH.findall(text)
    return found[-1].rstrip(".") if found else None


def carry_out(project, written, deleted):
    """What leads out of the project is left out."""
    for name in deleted:
        target = _target(project, name)
        if target and target.is_file():
            target.unlink()
    for name, text in written.items():
        target = _target(project, name)
        if target and not target.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def _target(project, name):
    try:
        target = inside(project, name.removeprefix("./"))
    except Refused:
        return None
    parents = [each for each in target.parents if each != project and project in each.parents]
    return None if any(each.is_file() for each in parents) else target


class RepositorySolo(Team):
    """`mgx run --repo` in a git repository of its own. What it came to is on the branch that it leaves."""

    def __init__(self, endpoint, model, minutes, **more):
        super().__init__(endpoint, model, minutes, name="solo", **more)

    def run(self, task, seed, folder):
        self.require_model()
        with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
            repository = Path(temporary, "repository")
            repositories.write_repository(task, repository)
            before = untouchable(repository)
            command = [self.mgx, "run", "--json", "--max-duration", f"{self.minutes}m"]
            command += ["--repo", repository, "--test", task.repository.test, "-"]
            exit_code = self.follow(command, self.environment(Path(temporary), folder), task.requirement, folder)
            events = events_of(folder / "events.jsonl")
            require_started(exit_code, events, folder)
            touched = sorted(_differences(before, untouchable(repository)))
            branch = write_branch(repository, task, folder / "files")
        run = team_run(folder, events, exit_code)
        run.details |= {"branch": branch, "touched": touched}
        return run


def write_branch(repository, task, target):
    """The files of the newest branch of the team, or those that it was given; and what the branch is called."""
    said = repositories.git(repository, "for-each-ref", "--sort=-creatordate", "--format=%(refname:short)", BRANCHES)
    branch = next(iter(said.splitlines()), None)
    if branch is None:
        repositories.write_seeded(task, target)
    else:
        repositories.git(target.parent, "clone", "--quiet", "--no-local", "--branch", branch, repository, target)
        shutil.rmtree(target / ".git")
    return branch


def untouchable(repository):
    """What each file is that a run must leave as it is: all but objects and branches of the team's."""
    state = {}
    for path in sorted(repository.rglob("*")):
        name = path.relative_to(repository).as_posix()
        if not name.startswith((".git/objects", ".git/" + BRANCHES.rstrip("/"), ".git/logs/" + BRANCHES.rstrip("/"))):
            if path.is_symlink():
                state[name] = "-> " + os.readlink(path)
            elif path.is_file():
                state[name] = f"{path.stat().st_mode:o} " + hashlib.sha256(path.read_bytes()).hexdigest()
    return state


def _differences(before, after):
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
