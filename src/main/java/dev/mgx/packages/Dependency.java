package dev.mgx.packages;

import java.util.regex.Pattern;

/**
 * A library that a program uses.
 *
 * @param versions which of its versions, in the ecosystem's own form, such as {@code ^4.19}, {@code >=2,<3} or {@code [2,3)}; empty for any
 */
public record Dependency(String name, String versions) {
    static final int LONGEST = 200;

    /** No addresses, paths or options: only numbers and comparisons. */
    static final Pattern VERSIONS = Pattern.compile("(?:[\\w.*+^~<>=!, -]{0,100})");

    /** A version, or a range in brackets. */
    static final Pattern MAVEN_VERSIONS = Pattern.compile("(?:[\\w.+-]{0,100}|[\\[(][\\w.+, -]{1,100}[\\])])");
}
