package dev.mgx.server.preview;

import java.util.Locale;
import java.util.Optional;

/**
 * Where previews are reached, each under an origin of its own, so that cookies, storage and scripts of one reach neither another
 * nor the server.
 *
 * @param template a URL without a path, in whose host {@value #ID} stands for the task's id
 */
public record PreviewUrl(String template) {
    /** What a setting has for the task's id. */
    public static final String ID = "{id}";

    public PreviewUrl {
        String host = template.replaceFirst("^https?://", "");
        if (host.equals(template) || host.indexOf('/') >= 0 || host.split("\\{id}", -1).length != 2) {
            throw new IllegalArgumentException("not the URL of previews: " + template);
        }
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
        String name = withoutPort(host.toLowerCase(Locale.ROOT));
        String pattern = withoutPort(template.substring(template.indexOf("//") + 2));
        int at = pattern.indexOf(ID);
        String before = pattern.substring(0, at);
        String after = pattern.substring(at + ID.length());
        return name.length() > before.length() + after.length() && name.startsWith(before) && name.endsWith(after)
                ? Optional.of(name.substring(before.length(), name.length() - after.length()))
                : Optional.empty();
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":[0-9]+$", "");
    }
}
