package dev.mgx.server.api;

import dev.mgx.server.http.Text;
import dev.mgx.task.Task;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * What a task's zip is called where it is saved: by the title, or else by how the requirement begins.
 *
 * @param task whose files they are
 */
record DownloadName(Task task) {
    /** Long enough to be told from others, short enough for every file system. */
    private static final int MAX_CODE_POINTS = 60;

    private static final String NAMELESS = "project";
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\\\/:*?\"<>|]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Pattern EDGES = Pattern.compile("^[\\s._-]+|[\\s._-]+$");

    /** The value of {@code Content-Disposition}: a name in ASCII for everybody, the whole one for those who can read it. */
    String header() {
        String whole = whole();
        String encoded = URLEncoder.encode(whole, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"%s.zip\"; filename*=UTF-8''%s.zip".formatted(plain(whole), encoded);
    }

    private String whole() {
        String title = task.title();
        String named = title == null || title.isBlank() ? firstLine(task.inputPrompt()) : title;
        String tidy = NOT_IN_NAMES.matcher(named).replaceAll(" ").strip().replaceAll("\\s+", " ");
        int length = Math.min(MAX_CODE_POINTS, Text.length(tidy));
        String shortened = tidy.substring(0, tidy.offsetByCodePoints(0, length));
        return orNameless(EDGES.matcher(shortened).replaceAll(""));
    }

    private static String plain(String whole) {
        String withoutMarks =
                MARKS.matcher(Normalizer.normalize(whole, Normalizer.Form.NFKD)).replaceAll("");
        String plain = NOT_PLAIN.matcher(withoutMarks).replaceAll("-");
        return orNameless(EDGES.matcher(plain).replaceAll(""));
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    private static String orNameless(String name) {
        return name.isEmpty() ? NAMELESS : name;
    }
}
