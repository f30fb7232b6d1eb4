package dev.mgx.workspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A relative path inside the project, with forward slashes and without {@code .} or {@code ..}. Every path from a
 * model or a client is checked by this type first.
 *
 * @param text the path as given, such as {@code src/Main.java}
 */
public record SafePath(String text) {
    /** Maximum length in code points. */
    public static final int MAX_LENGTH = 200;
    /** Maximum length of a file or folder name in code points; file systems allow 255 bytes. */
    public static final int MAX_PART_CODE_POINTS = 100;

    public static final int MAX_PARTS = 10;

    private static final int MAX_PART_BYTES = 255;

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");

    /**
     * Names that Windows treats as devices in every folder, with any extension.
     *
     * @see <a href="https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file">Naming files</a>
     */
    private static final Pattern DEVICE =
            Pattern.compile("(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])( *\\..*)?", Pattern.CASE_INSENSITIVE);

    /** @throws UnsafePath when {@code text} is not a safe path */
    public SafePath {
        String path = text;
        flaw(path).ifPresent(flaw -> {
            throw new UnsafePath(path, flaw);
        });
    }

    /** Why a text is not a safe path; empty if it is one. */
    public static Optional<String> flaw(String text) {
        if (text.isEmpty()) {
            return Optional.of("it is empty");
        }
        if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
            return Optional.of("it has more than %d characters".formatted(MAX_LENGTH));
        }
        if (text.startsWith("/") || DRIVE.matcher(text).lookingAt()) {
            return Optional.of("it is not relative");
        }
        if (text.indexOf('\\') >= 0) {
            return Optional.of("it has a backslash; folders are separated by /");
        }
        if (text.codePoints().anyMatch(SafePath::unprintable)) {
            return Optional.of("it has a control character");
        }
        String[] parts = text.split("/", -1);
        if (parts.length > MAX_PARTS) {
            return Optional.of("it is more than %d folders deep".formatted(MAX_PARTS - 1));
        }
        return Arrays.stream(parts).flatMap(part -> partFlaw(part).stream()).findFirst();
    }

    private static Optional<String> partFlaw(String part) {
        if (part.isEmpty()) {
            return Optional.of("it has an empty part");
        }
        if (part.equals(".") || part.equals("..")) {
            return Optional.of("\"" + part + "\" is not allowed in it");
        }
        if (!part.equals(part.strip())) {
            return Optional.of("a part begins or ends with a space");
        }
        if (DEVICE.matcher(part).matches()) {
            return Optional.of("\"" + part + "\" is a device on Windows");
        }
        boolean tooLong = part.codePointCount(0, part.length()) > MAX_PART_CODE_POINTS
                || part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES;
        return tooLong
                ? Optional.of("a part has more than %d characters".formatted(MAX_PART_CODE_POINTS))
                : Optional.empty();
    }

    /** Control characters, format characters (which can disguise a name), and unpaired surrogates. */
    private static boolean unprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
