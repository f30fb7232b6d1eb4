package dev.mgx.team.role;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;

/** Reads the one JSON object that a model's answer is, also when it stands in a fence or between sentences. */
public final class StructuredAnswer {
    private StructuredAnswer() {}

    /**
     * The object that is the answer.
     *
     * @throws MalformedAnswer with the exact complaint when there is none
     */
    public static <T> T read(String answer, Class<T> type) {
        List<String> candidates = candidates(answer);
        if (candidates.isEmpty()) {
            throw new MalformedAnswer("There is no JSON object in the answer");
        }
        MalformedAnswer complaint = null;
        for (String candidate : candidates) {
            try {
                return Json.read(candidate, type);
            } catch (MalformedJson e) {
                complaint = complaint == null ? complaint(e) : complaint;
            }
        }
        throw complaint == null ? new MalformedAnswer("There is no JSON object in the answer") : complaint;
    }

    /** What may be the object, the likeliest first: the whole, a fence's content, from the first brace to the last. */
    private static List<String> candidates(String answer) {
        List<String> candidates = new ArrayList<>();
        String whole = answer.strip();
        if (whole.startsWith("{")) {
            candidates.add(whole);
        }
        Fences.in(answer).stream()
                .map(String::strip)
                .filter(fenced -> fenced.startsWith("{"))
                .forEach(candidates::add);
        int first = answer.indexOf('{');
        int last = answer.lastIndexOf('}');
        if (first >= 0 && last > first) {
            candidates.add(answer.substring(first, last + 1));
        }
        return candidates;
    }

    /** Our own refusal where there is one among the causes, else what the parser says. */
    private static MalformedAnswer complaint(MalformedJson e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MalformedAnswer own) {
                return own;
            }
        }
        return new MalformedAnswer("The JSON cannot be read: " + e.getMessage(), e);
    }
}
