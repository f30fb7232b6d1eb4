import json
import os
import sys

FILE = "todo.json"


def read():
    if not os.path.exists(FILE):
        return []
    with open(FILE, encoding="utf-8") as file:
        return json.load(file)


def write(items):
    with open(FILE, "w", encoding="utf-8") as file:
        json.dump(items, file)


def main(arguments):
    command, rest = (arguments or [""])[0], arguments[1:]
    items = read()
    if command == "add" and rest:
        write(items + [{"text": " ".join(rest), "done": False}])
    elif command == "list" and not rest:
        for number, item in enumerate(items, 1):
            print(f"{number}. [{'x' if item['done'] else ' '}] {item['text']}")
    elif command == "done" and len(rest) == 1:
        if not rest[0].isdecimal() or not 1 <= int(rest[0]) <= len(items):
            sys.exit(f"there is no item {rest[0]}")
        items[int(rest[0]) - 1]["done"] = True
        write(items)
    else:
        sys.exit("usage: todo.py add TEXT | list | done NUMBER")


main(sys.argv[1:])
