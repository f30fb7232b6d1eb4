package dev.mgx.agent;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.Fences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Actions that a model wrote as the call of a tool, in any of the dresses that models know from their training. */
final class ToolCall {
    private static final Pattern TAGGED =
            Pattern.compile("<(tool_call|function_call|action)>([^<]*+(?:<(?!/\\1>)[^<]*+)*+)</\\1>");

    private static final List<String> COMMAND = List.of("command", "cmd", "script", "code", "bash", "shell");
    private static final List<String> PATH = List.of("path", "file_path", "filename", "file", "filepath", "name");
    private static final List<String> CONTENT = List.of("content", "contents", "text", "file_text", "data", "code");
    private static final List<String> OLD = List.of("old_str", "old_string", "old", "search", "old_text", "find");
    private static final List<String> NEW =
            List.of("new_str", "new_string", "new", "replace", "new_text", "replacement");

    private static final List<String> SUMMARY =
            List.of("summary", "message", "result", "text", "answer", "final_answer", "reason");

    private static final Pattern DONE =
            Pattern.compile("(?i)(?:done|finish(?:ed)?|submit|complete[d]?|task_complete|final_answer|stop|end|exit)");

    private ToolCall() {}

    /** The calls of an answer, in order; none if it has no such form. */
    static List<Action> in(String answer) {
        return candidates(answer)
                .flatMap(ToolCall::objects)
                .flatMap(object -> action(object).stream())
                .toList();
    }

    private static Stream<String> candidates(String answer) {
        List<String> tagged = new ArrayList<>();
        Matcher matcher = TAGGED.matcher(answer);
        while (matcher.find()) {
            tagged.add(matcher.group(2));
        }
        if (!tagged.isEmpty()) {
            return tagged.stream();
        }
        List<String> fenced = Fences.blocks(answer).stream()
                .filter(block -> block.info().isEmpty()
                        || block.info().toLowerCase(Locale.ROOT).startsWith("json")
                        || block.info().toLowerCase(Locale.ROOT).startsWith("tool"))
                .map(Fences.Block::content)
                .filter(content ->
                        content.strip().startsWith("{") || content.strip().startsWith("["))
                .toList();
        String whole = answer.strip();
        return !fenced.isEmpty()
                ? fenced.stream()
                : whole.startsWith("{") || whole.startsWith("[") ? Stream.of(whole) : Stream.empty();
    }

    private static Stream<JsonNode> objects(String text) {
        try {
            JsonNode node = Json.readTree(text.strip());
            return node.isArray() ? node.valueStream() : Stream.of(node);
        } catch (MalformedJson e) { // it is something else, or asked for again
            return Stream.empty();
        }
    }

    private static Optional<Action> action(JsonNode call) {
        JsonNode function = call.path("function").isObject() ? call.path("function") : call;
        String name = text(function, List.of("name", "tool", "tool_name", "action", "function", "type"))
                .orElse("");
        Optional<JsonNode> arguments = arguments(function);
        JsonNode given = arguments.orElse(function);
        Optional<String> path = text(given, arguments.isPresent() ? PATH : PATH.subList(0, PATH.size() - 1));
        Optional<String> old = text(given, OLD);
        if (path.isPresent() && old.isPresent()) {
            String replacement = text(given, NEW).orElse("");
            return Optional.of(new Action.EditFile(path.get(), List.of(new Replacement(old.get(), replacement))));
        }
        Optional<String> content = text(given, CONTENT);
        if (path.isPresent() && content.isPresent()) {
            return Optional.of(new Action.WriteFiles(Map.of(path.get(), content.get())));
        }
        Optional<String> command = text(given, COMMAND);
        if (command.isPresent()) {
            return Optional.of(new Action.RunCommand(command.get()));
        }
        if (DONE.matcher(name).matches()) {
            return Optional.of(new Action.Finish(text(given, SUMMARY).orElse("")));
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> arguments(JsonNode function) {
        for (String name : List.of("arguments", "parameters", "args", "input", "action_input", "params")) {
            JsonNode given = function.path(name);
            if (given.isObject()) {
                return Optional.of(given);
            }
            if (given.isString() && given.stringValue().strip().startsWith("{")) {
                try {
                    return Optional.of(Json.readTree(given.stringValue()));
                } catch (MalformedJson e) { // a text like any other
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode object, List<String> names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isString()) {
                return Optional.of(value.stringValue());
            }
            if (value.isArray() && !value.isEmpty() && value.valueStream().allMatch(JsonNode::isString)) {
                return Optional.of(value.valueStream()
                        .map(part -> quoted(part.stringValue()))
                        .collect(Collectors.joining(" ")));
            }
        }
        return Optional.empty();
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./=:@%+-]++") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
