package dev.mgx.config;

/** A URL, or what was meant to be one, as it may be shown: without what can be a password or a key. */
public final class ShownUrl {
    private static final String LEFT_OUT = "…";
    private static final String AFTER_SCHEME = "://";

    private ShownUrl() {}

    /** {@code text} without user, query and fragment. A text that is no URL and has no user is returned as it is. */
    public static String of(String text) {
        int scheme = text.indexOf(AFTER_SCHEME);
        String before = scheme < 0 ? "" : text.substring(0, scheme + AFTER_SCHEME.length());
        String rest = text.substring(before.length());
        // A password that is not percent-encoded may have an @, a ? or a # itself, so the last @ counts.
        int at = rest.lastIndexOf('@');
        if (scheme < 0 && at < 0) {
            return text;
        }
        String[] parts = rest.split("[?#]", 2);
        int end = parts[0].length();
        if (at > end) {
            return before + LEFT_OUT;
        }
        String query = parts.length == 1 ? "" : rest.charAt(end) + LEFT_OUT;
        return before + (at < 0 ? "" : LEFT_OUT + "@") + rest.substring(at + 1, end) + query;
    }
}
