package dev.mgx.team.role;

/** Makes of a model's answer what it stands for. */
@FunctionalInterface
public interface AnswerReader<T> {
    /**
     * What {@code answer} stands for.
     *
     * @throws MalformedAnswer with the exact complaint when it is not in the form that was asked for
     */
    T read(String answer);
}
