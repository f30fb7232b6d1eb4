package dev.mgx.repository.change;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why files were changed, read from what was said of it: lines of a path, a colon or a dash, and a sentence, in the dresses in which
 * models write lists.
 */
public final class FileReasons {
    /** Characters of a reason. */
    public static final int LONGEST = 200;

    private static final Pattern MARKS =
            Pattern.compile("^[\\s>*+•-]*+(?:\\d{1,3}[.)]\\s++)?+[\\s`*_\"'\\[|(]*+(?:\\./)?+");
    private static final Pattern SEPARATOR = Pattern.compile(
            "^[`*_\"'\\])]*+(?:\\s*+\\([^()\\n]{0,60}+\\))?+(?:\\s*+(?::|→|->|=>|–|—|\\|)|\\s++-{1,2}+(?=\\s))[\\s`*_|]*+");
    private static final String ENDS = " \t|*_`";
    private static final Pattern LETTER = Pattern.compile("\\p{L}{2}");
    private static final Pattern PLACE = Pattern.compile("^\\d++:.*+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]++");

    private final List<String> paths;
    private final SortedMap<String, String> reasons = new TreeMap<>();
    private @Nullable String named;

    private FileReasons(Collection<String> paths) {
        this.paths = paths.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The reasons for changes of these files, by path; what was said last counts. */
    public static SortedMap<String, String> in(String said, Collection<String> paths) {
        FileReasons found = new FileReasons(paths);
        said.lines().forEach(found::line);
        return found.reasons;
    }

    /**
     * The same, and where nothing was said of a file, the first sentence of what was said when it was written last.
     *
     * @param otherwise what was said then, by path; one word is none
     */
    public static SortedMap<String, String> of(String said, Map<String, String> otherwise, Collection<String> paths) {
        SortedMap<String, String> reasons = new TreeMap<>();
        otherwise.forEach((path, words) -> {
            if (paths.contains(path) && words.contains(" ")) {
                reasons.put(path, cut(words.split("(?<=[.!?]) ", 2)[0]));
            }
        });
        reasons.putAll(in(said, paths));
        return reasons;
    }

    private void line(String line) {
        Matcher marks = MARKS.matcher(line);
        String plain = marks.lookingAt() ? line.substring(marks.end()) : line;
        for (String path : paths) {
            Optional<String> rest = after(line.strip(), path).or(() -> after(plain, path));
            if (rest.isPresent()) {
                named = rest.get().isEmpty() ? path : null;
                keep(path, rest.get());
                return;
            }
        }
        if (named != null && !plain.isBlank()) {
            keep(named, plain);
            named = null;
        }
    }

    /** What a line says of a file that it begins with, by its path or, where no other has it, its name. */
    private Optional<String> after(String line, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean only = paths.stream()
                        .filter(each -> each.endsWith("/" + name) || each.equals(name))
                        .count()
                == 1;
        String begin = line.startsWith(path) ? path : only && line.startsWith(name) ? name : "";
        if (begin.isEmpty()) {
            return Optional.empty();
        }
        String rest = line.substring(begin.length());
        Matcher separator = SEPARATOR.matcher(rest);
        return separator.find() ? Optional.of(rest.substring(separator.end())) : Optional.empty();
    }

    private void keep(String path, String words) {
        int end = words.length();
        while (end > 0 && ENDS.indexOf(words.charAt(end - 1)) >= 0) {
            end--;
        }
        String reason = cut(words.substring(0, end));
        if (LETTER.matcher(reason).find() && !PLACE.matcher(reason).matches()) {
            reasons.put(path, reason);
        }
    }

    /** In one line, and no longer than a reason may be. */
    public static String cut(String words) {
        String plain = BLANKS.matcher(words).replaceAll(" ").strip();
        return plain.codePointCount(0, plain.length()) <= LONGEST
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
