package dev.mgx.team.answer;

/** Parses a model's answer. */
@FunctionalInterface
public interface AnswerReader<T> {
    /**
     * Parses {@code answer}.
     *
     * @throws MalformedAnswer with the exact complaint if it is not in the requested form
     */
    T read(String answer);
}
