package dev.mgx.team;

/**
 * Something the program must do, told so that a test can try it.
 *
 * @param id {@code C1}, {@code C2}, …
 * @param sentence the sentence of the requirement that it came from
 * @param check given, when and then, in a sentence
 */
record AcceptanceCheck(String id, String sentence, String check) {
    AcceptanceCheck {
        id = Demand.text("checks.id", id).strip();
        Demand.that(id.matches("C\\d{1,3}"), "the id of a check must be C1, C2, …, but one is \"%s\"".formatted(id));
        sentence = Demand.optional(sentence);
        check = Demand.text("checks.check", check);
    }
}
