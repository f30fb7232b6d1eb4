package dev.mgx.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** An acceptance check as a person reads it: its commands, what they are given, and what is expected of them. */
final class PrintedCheck {
    private static final Pattern REQUEST = Pattern.compile("[A-Z]{3,7} /");

    /** More lines of a text than this are counted, not shown. */
    private static final int MAX_LINES = 12;

    private PrintedCheck() {}

    /** The lines of a check; of one without commands, or whose verdict test code gives, the sentence that it is. */
    static String of(JsonNode check) {
        JsonNode steps = check.path("steps");
        String sentence = check.path("check").asString("");
        if (steps.isEmpty() || (check.path("self_reported").asBoolean(false) && !sentence.isBlank())) {
            return sentence;
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode file : check.path("files")) {
            text("with " + file.path("path").asString(""), file.path("content").asString(""), lines);
        }
        for (JsonNode step : steps) {
            step(step, lines);
        }
        return String.join("\n", lines);
    }

    private static void step(JsonNode step, List<String> lines) {
        String run = step.path("run").asString("");
        int code = step.path("exit_code").asInt(0);
        boolean request = REQUEST.matcher(run).lookingAt();
        StringBuilder command = new StringBuilder(request ? "" : "$ ").append(run);
        String input = step.path("input").asString("").stripTrailing();
        boolean oneLine = input.indexOf('\n') < 0;
        if (!input.isEmpty() && oneLine) {
            command.append(" < \"").append(input).append('"');
        }
        boolean fails = !request && code != 0;
        if (request) {
            command.append("  →  ").append(code);
        }
        if (fails) {
            command.append("  (fails, with a message)");
        }
        JsonNode output = step.path("output");
        List<String> expected =
                output.isString() ? output.asString("").stripTrailing().lines().toList() : List.of();
        if (expected.size() == 1) {
            command.append("  →  ").append(expected.getFirst());
        } else if (output.isString() && expected.isEmpty() && !fails && !request) {
            command.append("  →  (prints nothing)");
        }
        lines.add(command.toString());
        if (!oneLine) {
            input.lines().limit(MAX_LINES).forEach(line -> lines.add("< " + line));
            more(input.lines().count(), lines);
        }
        if (expected.size() > 1) {
            lines.addAll(expected.subList(0, Math.min(expected.size(), MAX_LINES)));
            more(expected.size(), lines);
        }
        for (JsonNode file : step.path("files")) {
            text(
                    file.path("path").asString("") + " then contains",
                    file.path("content").asString(""),
                    lines);
        }
    }

    /** A text after what it is: beside it where it is one line, below it otherwise. */
    static void text(String name, String text, List<String> lines) {
        List<String> content = text.stripTrailing().lines().toList();
        switch (content.size()) {
            case 0 -> lines.add(name + ": nothing");
            case 1 -> lines.add(name + ": " + content.getFirst());
            default -> {
                lines.add(name + ":");
                content.stream().limit(MAX_LINES).forEach(line -> lines.add("  " + line));
                more(content.size(), lines);
            }
        }
    }

    private static void more(long count, List<String> lines) {
        if (count > MAX_LINES) {
            lines.add("… %d more lines".formatted(count - MAX_LINES));
        }
    }
}
