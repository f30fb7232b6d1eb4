package dev.mgx.workspace;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A relative path inside the project, with forward slashes and without {@code .} or {@code ..}, that means the same file
 * on every system and that no tool obeys unasked ({@link TrapName}). Every path from a model or a client is checked by
 * this type first, and every path again before its file leaves the server or is written to a disk.
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
    private static final Pattern DEVICE = Pattern.compile(
            "(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\\x{b9}\\x{b2}\\x{b3}])( *\\..*)?",
            Pattern.CASE_INSENSITIVE);

    /**
     * Characters that are not seen and so can disguise a name: format characters, those that reorder text among them,
     * and the others that are ignored by default.
     *
     * @see <a href="https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point">Default_Ignorable_Code_Point</a>
     */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cf}\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{2065}\\x{3164}"
                    + "\\x{fe00}-\\x{fe0f}\\x{ffa0}\\x{fff0}-\\x{fff8}\\x{e0000}-\\x{e0fff}]");

    /** Windows drops these from the end of a name. */
    private static final Pattern DROPPED_AT_THE_END = Pattern.compile("(?<![. ])[. ]+$");

    /** @throws UnsafePath when {@code text} is not a safe path */
    public SafePath {
        String path = text;
        flaw(path).ifPresent(flaw -> {
            throw new UnsafePath(path, flaw);
        });
    }

    /** {@code text} with a question mark for each character that is not seen. */
    public static String shown(String text) {
        return INVISIBLE.matcher(text).replaceAll("?").replaceAll("[\\p{Cntrl}\\p{Cs}\\x{2028}\\x{2029}]", "?");
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
        if (INVISIBLE.matcher(text).find()) {
            return Optional.of("it has an invisible character");
        }
        if (text.indexOf(':') >= 0) {
            return Optional.of("it has a colon, which Windows gives a meaning of its own");
        }
        String[] parts = text.split("/", -1);
        if (parts.length > MAX_PARTS) {
            return Optional.of("it is more than %d folders deep".formatted(MAX_PARTS - 1));
        }
        return Arrays.stream(parts)
                .flatMap(part -> partFlaw(part).stream())
                .findFirst()
                .or(() -> TrapName.in(text));
    }

    /**
     * The path as the most forgiving file system compares it: without distinction of case (APFS, NTFS) or of forms of
     * the same letter, without invisible characters (HFS+), and each part without the dots and spaces that end it and
     * the stream of it that a colon begins (NTFS).
     */
    public static String folded(String path) {
        String plain = INVISIBLE
                .matcher(Normalizer.normalize(path, Normalizer.Form.NFKC))
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Arrays.stream(plain.split("/", -1))
                .map(part -> part.indexOf(':') < 0 ? part : part.substring(0, part.indexOf(':')))
                .map(part -> DROPPED_AT_THE_END.matcher(part).replaceAll(""))
                .collect(Collectors.joining("/"));
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
        if (part.endsWith(".")) {
            return Optional.of("a part ends with a dot, which Windows drops");
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

    /** Control characters and unpaired surrogates. */
    private static boolean unprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
