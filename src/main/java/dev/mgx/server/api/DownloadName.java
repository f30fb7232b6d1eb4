package dev.mgx.server.api;

import dev.mgx.server.http.Text;
import dev.mgx.task.Task;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The file name of a task's zip download: the title, or else the first line of the requirement.
 *
 * @param task the task whose files are downloaded
 */
record DownloadName(Task task) {
    /** Long enough to be distinctive, short enough for every file system. */
    private static final int MAX_CODE_POINTS = 60;

    private static final String DEFAULT_NAME = "project";
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\\\/:*?\"<>|]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Pattern EDGES = Pattern.compile("^[\\s._-]+|[\\s._-]+$");

    /** The value of {@code Content-Disposition}: an ASCII name, and the full one in the RFC 5987 form. */
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
        return orDefault(EDGES.matcher(shortened).replaceAll(""));
    }

    private static String plain(String whole) {
        String withoutMarks =
                MARKS.matcher(Normalizer.normalize(whole, Normalizer.Form.NFKD)).replaceAll("");
        String plain = NOT_PLAIN.matcher(withoutMarks).replaceAll("-");
        return orDefault(EDGES.matcher(plain).replaceAll(""));
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    private static String orDefault(String name) {
        return name.isEmpty() ? DEFAULT_NAME : name;
    }
}
