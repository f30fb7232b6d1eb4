"""Writes each Python, TypeScript and Java snippet of documents to a file of its own: snippets.py FOLDER SERVER DOCUMENT…

They name the default address, which becomes SERVER. A configuration that is shown must be the one that is used.
"""

import pathlib
import re
import sys

ENDINGS = {"python": "py", "typescript": "ts", "java": "java"}
folder, server, *documents = sys.argv[1:]
used = (pathlib.Path(__file__).parent / "python-client.yml").read_text(encoding="utf-8")
for document in map(pathlib.Path, documents):
    text = document.read_text(encoding="utf-8")
    name = document.parent.name if document.stem == "README" else document.stem
    for number, (language, snippet) in enumerate(re.findall(r"```(\w+)\n(.*?)```", text, re.S), 1):
        if language == "yaml":
            assert snippet in used, f"{document} shows another configuration than python-client.yml"
        elif language in ENDINGS:
            snippet = snippet.replace("http://127.0.0.1:8000", server)
            snippet = snippet.replace("ws://127.0.0.1:8000", server.replace("http", "ws"))
            own = pathlib.Path(folder, f"{name}{number}")
            own.mkdir(parents=True)
            (own / f"Snippet.{ENDINGS[language]}").write_text(snippet, encoding="utf-8")
