package dev.mgx.repository.map;

import dev.mgx.workspace.FileKind;
import java.util.Set;
import java.util.regex.Pattern;

/** How much a file counts before anything is asked: code most, what tools or others wrote next to nothing. */
final class FileWeight {
    /** Below this nothing is read for symbols and references. */
    static final double OF_CODE = 0.3;

    private static final double OF_OTHERS = 0.02;
    private static final double OF_A_TEST = 0.6;
    private static final double OF_TEXT = 0.3;
    private static final double OF_SETTINGS = 0.4;
    private static final double OF_HISTORY = 0.1;
    private static final int LARGEST = 1 << 20;
    private static final int LOOKED_AT = 4_096;
    private static final int LONGEST_LINES = 250;

    private static final Set<String> FOLDERS_OF_OTHERS = Set.of(
            "node_modules",
            "vendor",
            "third_party",
            "thirdparty",
            "bower_components",
            "dist",
            "build",
            "out",
            "target",
            "generated",
            "__snapshots__",
            "site-packages",
            ".venv",
            "venv",
            "__pycache__",
            ".git",
            "coverage",
            ".next");
    private static final Pattern MADE = Pattern.compile(
            ".*(?:\\.min\\.(?:js|css)|\\.map|\\.snap|\\.lock|-lock\\.\\w++|\\.sum|\\.pb\\.\\w++"
                    + "|_pb2(?:_grpc)?\\.pyi?|\\.g\\.dart|\\.designer\\.cs|\\.bundle\\.js|\\.svg|\\.csv|\\.tsv|\\.log|\\.patch|\\.diff)");
    private static final Set<String> TEXTS = Set.of("markdown", "rst", "text", "tex");
    private static final Set<String> SETTINGS =
            Set.of("json", "yaml", "toml", "xml", "ini", "properties", "makefile", "dockerfile", "cmake", "hcl", "bat");
    private static final Pattern HISTORY = Pattern.compile(
            "(?:changelog|changes|history|news|licen[cs]e|copying|notice|authors|contributors)(?:\\..*)?");

    private FileWeight() {}

    static double of(String path, String content) {
        String small = WordTable.lower(path);
        String name = small.substring(small.lastIndexOf('/') + 1);
        if (isOfOthers(small, name) || isMade(content)) {
            return OF_OTHERS;
        }
        if (HISTORY.matcher(name).matches()) {
            return OF_HISTORY;
        }
        String language = FileKind.of(path).language();
        double kind = TEXTS.contains(language) ? OF_TEXT : SETTINGS.contains(language) ? OF_SETTINGS : 1;
        return TestPath.isTest(path) ? Math.min(kind, OF_A_TEST) : kind;
    }

    private static boolean isOfOthers(String path, String name) {
        boolean folder = false;
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            folder |= FOLDERS_OF_OTHERS.contains(path.substring(from, slash));
            from = slash + 1;
        }
        return folder || MADE.matcher(name).matches();
    }

    /** Huge, minified, no text, or written by a program that says so. */
    private static boolean isMade(String content) {
        String head = content.substring(0, Math.min(LOOKED_AT, content.length()));
        long lines = 1 + head.chars().filter(letter -> letter == '\n').count();
        return content.length() > LARGEST
                || (head.length() == LOOKED_AT && head.length() / lines > LONGEST_LINES)
                || head.indexOf('\0') >= 0
                || head.contains("@generated")
                || head.contains("DO NOT EDIT");
    }
}
