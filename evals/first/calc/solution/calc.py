import re
import sys

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*|\.\d+)|([-+*/()]))")


def tokens(text):
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"not understood: {text[at:]}")
        found.append(match.group(1) or match.group(2))
        at = match.end()
    return found


class Parser:
    def __init__(self, text):
        self.left = tokens(text)

    def next_is(self, *wanted):
        return bool(self.left) and self.left[0] in wanted

    def take(self):
        if not self.left:
            raise ValueError("the expression is incomplete")
        return self.left.pop(0)

    def whole(self):
        value = self.sum()
        if self.left:
            raise ValueError(f"not expected here: {self.left[0]}")
        return value

    def sum(self):
        value = self.product()
        while self.next_is("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self):
        value = self.factor()
        while self.next_is("*", "/"):
            value = value * self.factor() if self.take() == "*" else value / self.factor()
        return value

    def factor(self):
        token = self.take()
        if token == "-":
            return -self.factor()
        if token == "(":
            value = self.sum()
            if not self.next_is(")"):
                raise ValueError("a parenthesis is not closed")
            self.take()
            return value
        if token in "+*/)":
            raise ValueError(f"not expected here: {token}")
        return float(token) if "." in token else int(token)


def main(arguments):
    try:
        if len(arguments) != 1:
            raise ValueError("give one expression")
        value = Parser(arguments[0]).whole()
    except (ValueError, ZeroDivisionError) as e:
        sys.exit(str(e))
    print(int(value) if value == int(value) else value)


main(sys.argv[1:])
