package dev.mgx.server.preview;

import java.util.Optional;

/**
 * Where previews are reached, each under an origin of its own, so that cookies, storage and scripts of one reach neither another
 * nor the server. Immutable.
 */
public final class PreviewUrl {
    /** What stands for the task's id. */
    private static final String ID = "{id}";

    private final String template;
    private final String before;
    private final String after;

    /**
     * @param template a URL without a path, in whose host {@code {id}} stands for the task's id
     * @throws IllegalArgumentException if it is none
     */
    public PreviewUrl(String template) {
        String host = template.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
        int at = host.indexOf(ID);
        if (!template.matches("https?://.+") || host.indexOf('/') >= 0 || at < 0 || at != host.lastIndexOf(ID)) {
            throw new IllegalArgumentException("not the URL of previews: " + template);
        }
        this.template = template;
        before = host.substring(0, at);
        after = host.substring(at + ID.length());
    }

    /** On this machine: browsers take every name under localhost for this machine. */
    public static PreviewUrl local(int port) {
        return new PreviewUrl("http://app-" + ID + ".localhost:" + port);
    }

    String origin(String taskId) {
        return template.replace(ID, taskId);
    }

    /** The task whose preview this host is, with or without its port; empty if it is none. */
    Optional<String> taskId(String host) {
        int colon = host.lastIndexOf(':');
        int end = (colon < 0 ? host.length() : colon) - after.length();
        return end > before.length()
                        && host.regionMatches(true, 0, before, 0, before.length())
                        && host.regionMatches(true, end, after, 0, after.length())
                ? Optional.of(host.substring(before.length(), end))
                : Optional.empty();
    }
}
