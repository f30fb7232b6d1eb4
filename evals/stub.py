#!/usr/bin/env python3
"""A tiny server of OpenAI's protocol whose skill is known: what the harness measures of it has to be what was put in.

    evals/stub.py --skill right,empty        # seed 1 is right, seed 2 writes no program, seed 3 is right …
"""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import checks
import repositories
import repository_stub

CRASH = {
    ".py": 'import sys\n\nsys.exit("this is wrong")\n',
    ".js": 'console.error("this is wrong");\nprocess.exit(1);\n',
    ".java": 'void main() {\n    System.err.println("this is wrong");\n    System.exit(1);\n}\n',
}
SILENT = {".py": "\n", ".js": "\n", ".java": "void main() {}\n"}
LANGUAGES = {".py": "python", ".js": "javascript", ".java": "java"}
TALK = "I am sorry, there is no program for that."


def half(task):
    """The task's half program, which some tasks have: it passes some of the checks."""
    return (task.folder / "half" / task.program).read_text(encoding="utf-8")


PROGRAMS = {
    "right": lambda task: (task.solution / task.program).read_text(encoding="utf-8"),
    "half": half,
    "wrong": lambda task: CRASH[Path(task.program).suffix],
    "silent": lambda task: SILENT[Path(task.program).suffix],
}
SKILLS = (*PROGRAMS, "empty")


def answer(tasks, task, skill):
    if isinstance(task, repositories.Task):
        return repository_stub.SKILLS[skill](task, tasks.index(task))
    if skill == "empty":
        return TALK
    return f"Here it is:\n\n```{LANGUAGES[Path(task.program).suffix]}\n{PROGRAMS[skill](task)}```\n\nGood luck!"


def handler(tasks, skills):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._send(200, {"object": "list", "data": [{"id": "stub", "object": "model"}]})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            prompt = "\n".join(message["content"] for message in body["messages"])
            task = next((task for task in tasks if task.requirement in prompt), None)
            if task is None:
                self._send(400, {"error": {"message": "the prompt has no requirement of the suite"}})
                return
            content = answer(tasks, task, skills[(body.get("seed", 1) - 1) % len(skills)])
            message = {"role": "assistant", "content": content}
            usage = {"prompt_tokens": len(prompt.split()), "completion_tokens": len(content.split())}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self._send(200, {"object": "chat.completion", "model": "stub", "choices": [choice], "usage": usage})

        def _send(self, status, value):
            content = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    return Handler


def server(tasks, skills, port):
    return ThreadingHTTPServer(("127.0.0.1", port), handler(tasks, skills))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", type=Path, default=Path(__file__).resolve().parent / "first")
    skilled = f"{', '.join(SKILLS)}; for repositories {', '.join(repository_stub.SKILLS)}"
    parser.add_argument("--skill", default="right", help=f"{skilled}; several by turns of the seed")
    parser.add_argument("--port", type=int, default=8082)
    given = parser.parse_args()
    skills = given.skill.split(",")
    kind, known = (repositories, repository_stub.SKILLS) if repositories.is_suite(given.suite) else (checks, SKILLS)
    if set(skills) - set(known):
        parser.error(f"a skill is one of {', '.join(known)}")
    with server(kind.load(given.suite), skills, given.port) as listening:
        print(f"http://127.0.0.1:{listening.server_address[1]}/v1", flush=True)
        listening.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
