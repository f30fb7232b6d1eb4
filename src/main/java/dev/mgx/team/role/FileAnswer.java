package dev.mgx.team.role;

import dev.mgx.llm.FileBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Extracts the files from a model's answer. */
public final class FileAnswer {
    /** More than the size of any reasonable source file. */
    private static final int LONGEST_FILE = 200_000;

    /** The maximum number of files in a design. */
    private static final int MOST_FILES = 40;

    private FileAnswer() {}

    /** The content of the one requested file. */
    public static String one(String answer, String path) {
        List<FileBlock> blocks = FileBlock.in(answer);
        List<FileBlock> wanted = blocks.stream()
                .filter(block -> means(block.path(), path, blocks.size() == 1))
                .toList();
        if (wanted.isEmpty() && !blocks.isEmpty()) {
            throw new MalformedAnswer("The answer has the file %s, not %s"
                    .formatted(blocks.getFirst().path(), path));
        }
        String content =
                wanted.isEmpty() ? onlyFence(answer, path) : wanted.getLast().content();
        return checked(path, content);
    }

    /**
     * Whether a path in an answer means the requested one: small models add a "./", or copy the placeholder of the
     * example if only one file is requested.
     */
    private static boolean means(String given, String path, boolean only) {
        String plain = given.startsWith("./") ? given.substring(2) : given;
        return plain.equals(path) || (only && plain.equals("path"));
    }

    /** The contents of every file in the answer, by path. */
    static Map<String, String> any(String answer) {
        List<FileBlock> blocks = FileBlock.in(answer);
        Require.that(
                blocks.size() <= MOST_FILES,
                "The answer has %d files, and may have %d".formatted(blocks.size(), MOST_FILES));
        Map<String, String> files = new LinkedHashMap<>();
        for (FileBlock block : blocks) {
            String path = Require.path("file", block.path().replaceFirst("^\\./", ""));
            files.put(path, checked(path, block.content()));
        }
        return files;
    }

    /** The content of the only fenced block: not the requested form, but unambiguous. */
    private static String onlyFence(String answer, String path) {
        List<String> fenced = Fences.in(answer);
        if (fenced.size() == 1) {
            return fenced.getFirst();
        }
        throw new MalformedAnswer("There is no file in the answer: no line \"=== FILE %s ===\"".formatted(path));
    }

    private static String checked(String path, String content) {
        Require.that(!content.isBlank(), "The file %s is empty".formatted(path));
        Require.that(
                content.length() <= LONGEST_FILE,
                "The file %s has more than %d characters".formatted(path, LONGEST_FILE));
        Require.that(content.indexOf('\0') < 0, "The file %s has a NUL character".formatted(path));
        return content;
    }
}
