package dev.mgx.team.answer;

import dev.mgx.llm.Fences;
import dev.mgx.llm.FileBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Extracts the files from a model's answer. */
public final class FileAnswer {
    /** More than the size of any reasonable source file. */
    private static final int LONGEST_FILE = 200_000;

    /** The maximum number of files in a design. */
    private static final int MOST_FILES = 40;

    private static final Pattern PACKAGE = Pattern.compile("package\\s+[\\w.]+\\s*;");

    /** What may stand before a package: nothing but comments. */
    private static final Pattern COMMENT = Pattern.compile("(?:|//.*|/?\\*.*)");

    private FileAnswer() {}

    /** The content of the one requested file. */
    public static String one(String answer, String path) {
        List<FileBlock> blocks = blocks(answer).stream()
                .filter(block -> !isOfTheForm(block.content(), path))
                .toList();
        List<FileBlock> wanted = blocks.stream()
                .filter(block ->
                        sameName(block.path(), path) || (blocks.size() == 1 && isOfItsKind(block.path(), path)))
                .toList();
        if (wanted.isEmpty() && !blocks.isEmpty()) {
            throw new MalformedAnswer("The answer has the file %s, not %s"
                    .formatted(blocks.getFirst().path(), path));
        }
        String content =
                wanted.isEmpty() ? onlyFence(answer, path) : wanted.getLast().content();
        return checked(path, content);
    }

    private static List<FileBlock> blocks(String answer) {
        try {
            return FileBlock.in(answer);
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether the only file of an answer, under another name, may be the requested one. */
    private static boolean isOfItsKind(String given, String path) {
        return given.equals("path") || extension(given).equals(extension(path));
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static boolean sameName(String given, String path) {
        return name(given).equals(name(path));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The existing path that a path in an answer means: itself, or the only one of its name. */
    public static String meant(String given, Collection<String> there) {
        List<String> same = there.stream().filter(path -> sameName(given, path)).toList();
        return there.contains(given) || same.size() != 1 ? given : same.getFirst();
    }

    /** The contents of every file in the answer, by path. */
    public static Map<String, String> any(String answer) {
        List<FileBlock> blocks = blocks(answer);
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

    /** Whether a file has only the words in it that stand where its content should be. */
    private static boolean isOfTheForm(String content, String path) {
        String text = content.strip();
        return text.equals(path) || text.equals("…") || text.equals("...");
    }

    /** Java's launcher refuses a file without folders that says it is in a package. */
    private static String withoutPackage(String path, String content) {
        if (!path.endsWith(".java") || path.contains("/")) {
            return content;
        }
        List<String> lines = new ArrayList<>(List.of(content.split("(?<=\n)", -1)));
        for (String line : lines) {
            if (PACKAGE.matcher(line.strip()).matches()) {
                lines.remove(line);
                return String.join("", lines).replaceFirst("^\\n+", "");
            }
            if (!COMMENT.matcher(line.strip()).matches()) {
                return content;
            }
        }
        return content;
    }

    private static String checked(String path, String content) {
        String text = content.strip();
        Require.that(!text.isEmpty(), "The file %s is empty".formatted(path));
        Require.that(
                !isOfTheForm(text, path),
                "The file %s has only \"%s\" in it, and not its content".formatted(path, text));
        Require.that(
                content.length() <= LONGEST_FILE,
                "The file %s has more than %d characters".formatted(path, LONGEST_FILE));
        Require.that(content.indexOf('\0') < 0, "The file %s has a NUL character".formatted(path));
        return withoutPackage(path, content);
    }
}
