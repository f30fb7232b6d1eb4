#!/bin/sh
# Compiles everything into a folder that is removed again, and runs the tests.
set -e
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
javac -d "$out" $(find src test -name '*.java')
java -cp "$out" stockroom.Tests $(find test -name '*Test.java' | sed 's|^test/||; s|/|.|g; s|\.java$||')
