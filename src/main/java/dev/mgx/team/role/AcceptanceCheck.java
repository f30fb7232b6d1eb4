package dev.mgx.team.role;

/**
 * A testable acceptance criterion.
 *
 * @param id {@code C1}, {@code C2}, …
 * @param sentence the sentence of the requirement that it covers
 * @param check the criterion in one sentence: given, when, then
 */
public record AcceptanceCheck(String id, String sentence, String check) {
    public AcceptanceCheck {
        id = Require.text("checks.id", id).strip();
        Require.that(id.matches("C\\d{1,3}"), "the id of a check must be C1, C2, …, but one is \"%s\"".formatted(id));
        sentence = Require.sentence("checks.sentence of " + id, sentence);
        check = Require.sentence("checks.check of " + id, Require.text("checks.check", check));
    }
}
