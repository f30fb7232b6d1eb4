package dev.mgx.cli.client;

/**
 * One result of {@code ./mgx doctor}.
 *
 * @param name what was checked, in a word or two
 * @param found what was found
 * @param remedy how to fix it; empty if there is nothing to fix
 */
public record Diagnosis(String name, Verdict verdict, String found, String remedy) {

    /** The severity. */
    public enum Verdict {
        OK,
        /** It works, but less well than it could. */
        WARN,
        /** {@code ./mgx run} does not work because of it. */
        FAIL
    }

    public static Diagnosis ok(String name, String found) {
        return new Diagnosis(name, Verdict.OK, found, "");
    }

    public static Diagnosis warn(String name, String found, String remedy) {
        return new Diagnosis(name, Verdict.WARN, found, remedy);
    }

    public static Diagnosis fail(String name, String found, String remedy) {
        return new Diagnosis(name, Verdict.FAIL, found, remedy);
    }
}
