package dev.mgx.workspace;

import java.util.Locale;
import java.util.Map;

/**
 * What a file is, told by its name.
 *
 * @param mimeType such as {@code text/x-java}; {@code text/plain} for what is not known
 * @param language as editors name it, such as {@code java}; {@code plaintext} for what is not known
 */
public record FileKind(String mimeType, String language) {
    private static final FileKind PLAIN = new FileKind("text/plain", "plaintext");

    private static final Map<String, FileKind> BY_EXTENSION = Map.ofEntries(
            Map.entry("java", new FileKind("text/x-java", "java")),
            Map.entry("py", new FileKind("text/x-python", "python")),
            Map.entry("js", new FileKind("text/javascript", "javascript")),
            Map.entry("mjs", new FileKind("text/javascript", "javascript")),
            Map.entry("ts", new FileKind("text/typescript", "typescript")),
            Map.entry("tsx", new FileKind("text/typescript", "typescript")),
            Map.entry("html", new FileKind("text/html", "html")),
            Map.entry("css", new FileKind("text/css", "css")),
            Map.entry("json", new FileKind("application/json", "json")),
            Map.entry("md", new FileKind("text/markdown", "markdown")),
            Map.entry("csv", new FileKind("text/csv", "csv")),
            Map.entry("xml", new FileKind("application/xml", "xml")),
            Map.entry("svg", new FileKind("image/svg+xml", "xml")),
            Map.entry("yaml", new FileKind("application/yaml", "yaml")),
            Map.entry("yml", new FileKind("application/yaml", "yaml")),
            Map.entry("toml", new FileKind("application/toml", "toml")),
            Map.entry("sh", new FileKind("text/x-shellscript", "shell")),
            Map.entry("sql", new FileKind("application/sql", "sql")));

    /** The kind of the file at {@code path}. */
    public static FileKind of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, PLAIN);
    }
}
