import re
import sys

NUMERALS = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]


def main(arguments):
    if len(arguments) != 1 or not re.fullmatch(r"[0-9]+", arguments[0]) or not 1 <= int(arguments[0]) <= 3999:
        sys.exit("give one whole number from 1 to 3999")
    left, numeral = int(arguments[0]), ""
    for value, letters in NUMERALS:
        numeral += letters * (left // value)
        left %= value
    print(numeral)


main(sys.argv[1:])
