import re
import sys
from collections import Counter


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 wordfreq.py FILE")
    try:
        with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
            words = re.findall(r"[a-zA-Z]+", file.read())
    except OSError as e:
        sys.exit(f"cannot read {sys.argv[1]}: {e.strerror}")
    counts = Counter(word.lower() for word in words)
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(word, count)


main()
