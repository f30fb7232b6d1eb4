"""Answers of known skill to tasks in repositories."""

import tempfile
from pathlib import Path

import repositories
from repository_arms import fenced

TALK = "Done: everything works now."


def right(task):
    return changes(task, "solution.patch")


def breaking(task):
    """The solution, and something that breaks a test which was green."""
    return changes(task, "solution.patch", "../../breaking.patch")


SKILLS = {
    "right": lambda task, number: right(task),
    "breaking": lambda task, number: breaking(task),
    "half": lambda task, number: right(task) if number % 2 == 0 else TALK,  # every second task
    "idle": lambda task, number: TALK,
}


def changes(task, *patches):
    """The files that the patches change, in the form that the prompt asks for."""
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        given, came = Path(temporary, "given"), Path(temporary, "came")
        repositories.write_seeded(task, given)
        repositories.write_seeded(task, came)
        for patch in patches:
            repositories.apply(task.folder / patch, came)
        before, after = _texts(given), _texts(came)
    parts = ["Here it is:"]
    parts += [f"`{name}`:\n\n{fenced(text)}" for name, text in after.items() if before.get(name) != text]
    parts += [f"DELETE {name}" for name in before if name not in after]
    return "\n\n".join(parts)


def _texts(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in files}
