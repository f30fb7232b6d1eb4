package dev.mgx.team.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The frame around test code that a tester wrote for what data cannot say. The code throws where it fails; the frame
 * says how many tests ran, which must agree with the exit code, so that a program that exits early proves nothing.
 */
public record TestFrame(CheckFile file, CheckStep step) {
    private static final String SAID = "1 of 1 passed";

    /** A frame's file, its text around the code, and its indentation. */
    private record Shape(String path, String run, String before, String indent, String after) {}

    private static final Map<String, Shape> SHAPES = Map.of(
            "py",
            new Shape(
                    "acceptance_check.py",
                    "python3 acceptance_check.py",
                    "def check():\n",
                    "    ",
                    "\n\ncheck()\nprint(\"%s\")\n".formatted(SAID)),
            "js",
            new Shape(
                    "acceptance_check.js",
                    "node acceptance_check.js",
                    "const assert = require('node:assert');\nconst fs = require('node:fs');\n(async () => {\n",
                    "    ",
                    "\n})().then(() => console.log('%s'));\n".formatted(SAID)),
            "java",
            new Shape(
                    "AcceptanceCheck.java",
                    "java AcceptanceCheck.java",
                    """
                    import java.io.*;
                    import java.nio.file.*;
                    import java.util.*;
                    import java.util.regex.*;

                    public final class AcceptanceCheck {
                        static void require(boolean holds, String sentence) {
                            if (!holds) {
                                throw new AssertionError(sentence);
                            }
                        }

                        public static void main(String[] args) throws Exception {
                    """,
                    "        ",
                    "\n        System.out.println(\"%s\");\n    }\n}\n".formatted(SAID)));

    /** The paths of all frames. */
    public static List<String> paths() {
        return SHAPES.values().stream().map(Shape::path).toList();
    }

    /**
     * The frame around some code.
     *
     * @param language {@code py}, {@code js} or {@code java}; there is no frame for others
     */
    public static Optional<TestFrame> around(String code, String language) {
        return Optional.ofNullable(SHAPES.get(language)).map(shape -> {
            String body = code.lines().map(line -> shape.indent() + line).collect(Collectors.joining("\n"));
            return new TestFrame(
                    new CheckFile(shape.path(), shape.before() + body + shape.after()),
                    new CheckStep(shape.run(), "", "…" + SAID, 0, List.of()));
        });
    }
}
