package dev.mgx.simulated;

import dev.mgx.json.Json;
import java.util.function.UnaryOperator;

/** Escapes values for the kind of file they are inserted into. */
final class Escapes {
    private Escapes() {}

    static UnaryOperator<String> forFile(String path) {
        if (path.endsWith(".json")) {
            return Escapes::json;
        }
        if (path.endsWith(".html.txt")) {
            return Escapes::html;
        }
        return path.endsWith(".java.txt") ? Escapes::java : UnaryOperator.identity();
    }

    private static String json(String value) {
        String quoted = Json.write(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String html(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String java(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }
}
