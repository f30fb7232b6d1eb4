package dev.mgx.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource file with placeholders: {@code {{name}}} is a value; {@code {{#name}}… {{/name}}} is repeated for each
 * item of a list, whose own values take precedence. Inserted values are not scanned for placeholders. List tags on
 * lines of their own leave no empty line.
 */
record Template(String text, UnaryOperator<String> escape) {
    private static final Pattern TAG = Pattern.compile("""
            (?sx)
            (?m:^) \\{\\{\\#(?<block>\\w+)}}\\n (?<lines>.*?) (?m:^) \\{\\{/\\k<block>}}\\n
            | \\{\\{\\#(?<list>\\w+)}} (?<inner>.*?) \\{\\{/\\k<list>}}
            | \\{\\{(?<value>\\w+)}}""");

    /** The template at {@code path} in this package's resources; values are escaped for its kind of file. */
    static Template load(String path) {
        try (InputStream in = Template.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no template " + path);
            }
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8), Escapes.forFile(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the template " + path, e);
        }
    }

    /**
     * The text with every placeholder filled.
     *
     * @param values strings, and lists of maps of strings
     */
    String render(Map<String, ?> values) {
        StringBuilder filled = new StringBuilder();
        append(text, values, filled);
        return filled.toString();
    }

    private void append(String part, Map<String, ?> values, StringBuilder filled) {
        Matcher tag = TAG.matcher(part);
        int copied = 0;
        while (tag.find()) {
            filled.append(part, copied, tag.start());
            copied = tag.end();
            if (tag.group("value") != null) {
                filled.append(escape.apply((String) valueOf(tag.group("value"), values)));
            } else if (tag.group("block") != null) {
                repeat(tag.group("lines"), valueOf(tag.group("block"), values), values, filled);
            } else {
                repeat(tag.group("inner"), valueOf(tag.group("list"), values), values, filled);
            }
        }
        filled.append(part, copied, part.length());
    }

    private void repeat(String part, Object items, Map<String, ?> values, StringBuilder filled) {
        for (Object item : (List<?>) items) {
            Map<String, Object> scope = new HashMap<>(values);
            ((Map<?, ?>) item).forEach((name, value) -> scope.put((String) name, value));
            append(part, scope, filled);
        }
    }

    private static Object valueOf(String name, Map<String, ?> values) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for {{" + name + "}}");
        }
        return value;
    }
}
