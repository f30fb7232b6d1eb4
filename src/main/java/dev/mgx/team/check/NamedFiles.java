package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a text names, and how their programs are started. */
public record NamedFiles(String text) {
    private static final Pattern WORD = Pattern.compile("[\\w./@:-]++");
    private static final Set<String> EXTENSIONS =
            Set.of("py", "js", "mjs", "cjs", "java", "sh", "html", "css", "json", "md", "txt", "csv");

    /** Names of runtimes and libraries that look like files. */
    private static final Pattern NO_FILE = Pattern.compile(
            "(?i)(?:node|next|nuxt|vue|react|express|three|d3|chart|alpine|ember|backbone|socket|moment|discord)\\.js");

    private static final Map<String, String> STARTERS =
            Map.of("py", "python3", "js", "node", "mjs", "node", "cjs", "node", "java", "java", "sh", "sh");

    /** Every file, in order, each once. */
    public List<String> all() {
        List<String> files = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String file = withoutEnd(word.group());
            if (isFile(file) && !files.contains(file)) {
                files.add(file);
            }
        }
        return files;
    }

    /** A name without the stop or colon of its sentence. */
    private static String withoutEnd(String word) {
        int end = word.length();
        while (end > 0 && ".:-".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return word.substring(0, end);
    }

    private static boolean isFile(String word) {
        int dot = word.lastIndexOf('.');
        boolean plain = dot > 0
                && word.indexOf('@') < 0
                && word.indexOf(':') < 0
                && !word.contains("//")
                && Character.isLetterOrDigit(word.charAt(dot - 1))
                && (Character.isLetterOrDigit(word.charAt(0)) || word.charAt(0) == '_');
        return plain
                && EXTENSIONS.contains(word.substring(dot + 1))
                && !NO_FILE.matcher(word).matches();
    }

    /** Those that are programs. */
    public List<String> programs() {
        return all().stream().filter(file -> start(file).isPresent()).toList();
    }

    /** The command that starts the program in this file; empty if it is none. */
    public static Optional<String> start(String file) {
        int dot = file.lastIndexOf('.');
        String extension = dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(STARTERS.get(extension)).map(starter -> starter + " " + file);
    }
}
