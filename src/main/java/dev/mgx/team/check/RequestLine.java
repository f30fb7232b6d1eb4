package dev.mgx.team.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to a program that listens, as a step of a check has it in place of a command: {@code POST /notes}.
 *
 * @param target the path, and the query
 */
public record RequestLine(String method, String target) {
    private static final Pattern FORM =
            Pattern.compile("(?:(?:curl|http) ++)?+(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) ++"
                    + "(?:https?://[\\w.:-]++)?+(/[^\\s'\"`]*+)");

    /** The request that a line is; empty if it is a command. */
    public static Optional<RequestLine> of(String line) {
        Matcher form = FORM.matcher(line.strip());
        return form.matches() ? Optional.of(new RequestLine(form.group(1), form.group(2))) : Optional.empty();
    }

    /** Whether a line begins with a request, such as one of a list of what a program answers. */
    public static boolean begins(String line) {
        return FORM.matcher(line.strip()).lookingAt();
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
