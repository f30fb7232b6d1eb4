package dev.mgx.team.role;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;

/** Extracts the JSON object from a model's answer, also from a fence or from between sentences. */
public final class StructuredAnswer {
    private StructuredAnswer() {}

    /**
     * Parses the answer.
     *
     * @throws MalformedAnswer with the exact complaint if there is none
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

    /**
     * Candidates in order of likelihood: the whole answer, a fence's content, the text from the first brace to the
     * last.
     */
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

    /** The complaint of our own validation if it is among the causes, else the parser's message. */
    private static MalformedAnswer complaint(MalformedJson e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MalformedAnswer own) {
                return own;
            }
        }
        return new MalformedAnswer("The JSON cannot be read: " + e.getMessage(), e);
    }
}
