package dev.mgx.server;

import java.util.Locale;
import java.util.Map;

/**
 * What a file is by its name.
 *
 * @param language as highlighters call it
 */
record FileKind(String mimeType, String language) {
    private static final FileKind PLAIN = new FileKind("text/plain", "plaintext");

    private static final Map<String, FileKind> BY_EXTENSION = Map.ofEntries(
            Map.entry("java", new FileKind("text/x-java-source", "java")),
            Map.entry("py", new FileKind("text/x-python", "python")),
            Map.entry("js", new FileKind("text/javascript", "javascript")),
            Map.entry("mjs", new FileKind("text/javascript", "javascript")),
            Map.entry("jsx", new FileKind("text/javascript", "javascript")),
            Map.entry("ts", new FileKind("text/typescript", "typescript")),
            Map.entry("tsx", new FileKind("text/typescript", "typescript")),
            Map.entry("html", new FileKind("text/html", "html")),
            Map.entry("css", new FileKind("text/css", "css")),
            Map.entry("json", new FileKind("application/json", "json")),
            Map.entry("md", new FileKind("text/markdown", "markdown")),
            Map.entry("xml", new FileKind("application/xml", "xml")),
            Map.entry("yaml", new FileKind("application/yaml", "yaml")),
            Map.entry("yml", new FileKind("application/yaml", "yaml")),
            Map.entry("sql", new FileKind("application/sql", "sql")),
            Map.entry("svg", new FileKind("image/svg+xml", "xml")),
            Map.entry("sh", new FileKind("application/x-sh", "bash")));

    static FileKind of(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, PLAIN);
    }
}
