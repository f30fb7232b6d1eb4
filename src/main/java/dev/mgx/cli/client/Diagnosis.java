package dev.mgx.cli.client;

/**
 * What {@code ./mgx doctor} found of one thing.
 *
 * @param name of the thing, in a word or two
 * @param found what is there
 * @param remedy what to do about it; empty where nothing needs to be done
 */
public record Diagnosis(String name, Verdict verdict, String found, String remedy) {

    /** How good it is. */
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
