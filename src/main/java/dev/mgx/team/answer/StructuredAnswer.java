package dev.mgx.team.answer;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.Fences;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Extracts the JSON object from a model's answer, also from a fence or from between sentences. What is meant beyond
 * doubt is taken: comments, trailing commas, single quotes, fields that nobody asked for, one value for a list.
 */
public final class StructuredAnswer {
    private static final int MOST_CANDIDATES = 10;

    private StructuredAnswer() {}

    /**
     * Parses the answer.
     *
     * @param form the words of the prompt's form, which are no answer
     * @throws MalformedAnswer with the exact complaint if there is none
     */
    public static <T> T read(String answer, Class<T> type, FormEcho form) {
        MalformedAnswer complaint = null;
        for (String candidate : candidates(answer, type)) {
            try {
                T value = Json.readLeniently(candidate, type);
                form.in(Json.readTree(Json.write(value))).ifPresent(words -> {
                    throw new MalformedAnswer(
                            "\"%s\" is from the example of another task; answer about this requirement"
                                    .formatted(words));
                });
                return value;
            } catch (MalformedJson e) {
                complaint = complaint == null ? complaint(e) : complaint;
            } catch (MalformedAnswer e) {
                complaint = complaint == null ? e : complaint;
            }
        }
        throw complaint == null ? new MalformedAnswer("There is no JSON object in the answer") : complaint;
    }

    /**
     * Candidates in order of likelihood: the whole answer, a fence's content, the text from the first brace to the last,
     * from a brace at the beginning of a line. What follows an object is ignored.
     */
    private static Set<String> candidates(String answer, Class<?> type) {
        Set<String> candidates = new LinkedHashSet<>();
        Stream.concat(Stream.of(answer), Fences.in(answer).stream())
                .map(String::strip)
                .flatMap(text -> object(text, type).stream())
                .forEach(candidates::add);
        int first = answer.indexOf('{');
        int last = answer.lastIndexOf('}');
        if (first >= 0 && last > first) {
            candidates.add(answer.substring(first, last + 1));
        }
        for (int at = answer.indexOf("\n{"); at >= 0 && candidates.size() < MOST_CANDIDATES; ) {
            candidates.add(answer.substring(at + 1).strip());
            at = answer.indexOf("\n{", at + 1);
        }
        return candidates;
    }

    /** The text if it is an object, or the object whose only field it is, if it is a list. */
    private static Optional<String> object(String text, Class<?> type) {
        if (text.startsWith("{")) {
            return Optional.of(text);
        }
        RecordComponent[] fields = type.getRecordComponents();
        return text.startsWith("[") && fields != null && fields.length == 1
                ? Optional.of("{\"%s\": %s}".formatted(fields[0].getName(), text))
                : Optional.empty();
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
