package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a text names, and how their programs are started. */
public record NamedFiles(String text) {
    private static final Pattern FILE = Pattern.compile("(?<![\\w/.@-])(?:[\\w-]+/)*[\\w-]+(?:\\.[\\w-]+)*"
            + "\\.(py|js|mjs|cjs|java|sh|html|css|json|md|txt|csv)(?![\\w/-])");

    /** Names of runtimes and libraries that look like files. */
    private static final Pattern NO_FILE = Pattern.compile(
            "(?i)(?:node|next|nuxt|vue|react|express|three|d3|chart|alpine|ember|backbone|socket|moment|discord)\\.js");

    private static final Map<String, String> STARTERS =
            Map.of("py", "python3", "js", "node", "mjs", "node", "cjs", "node", "java", "java", "sh", "sh");

    /** Every file, in order, each once. */
    public List<String> all() {
        List<String> files = new ArrayList<>();
        Matcher file = FILE.matcher(text);
        while (file.find()) {
            if (!files.contains(file.group()) && !NO_FILE.matcher(file.group()).matches()) {
                files.add(file.group());
            }
        }
        return files;
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
