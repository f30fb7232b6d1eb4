package dev.mgx.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The people who can log in to this machine beside the user of this process: a server without keys is theirs as well. */
final class OtherUsers {
    private static final Path PASSWD = Path.of("/etc/passwd");

    /** As useradd(8) numbers people; below are services. */
    private static final int FIRST = 1_000;

    private static final int LAST = 60_000;
    private static final int NAMED = 3;

    private OtherUsers() {}

    /** A sentence about them, if there are any. */
    static Optional<String> notice() {
        try {
            return notice(Files.readAllLines(PASSWD), System.getProperty("user.name", ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param passwd the lines of passwd(5) */
    static Optional<String> notice(List<String> passwd, String own) {
        List<String> names = passwd.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length >= 7 && isPerson(fields))
                .map(fields -> fields[0])
                .filter(name -> !name.equals(own))
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String more = names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "";
        return Optional.of(
                "every user of this machine can read, spend and delete everything through the port, as you can: %s%s"
                        .formatted(String.join(", ", names.subList(0, Math.min(NAMED, names.size()))), more));
    }

    private static boolean isPerson(String[] fields) {
        boolean numbered = fields[2].matches("[0-9]{1,9}")
                && Integer.parseInt(fields[2]) >= FIRST
                && Integer.parseInt(fields[2]) < LAST;
        return numbered && !fields[6].endsWith("/nologin") && !fields[6].endsWith("/false");
    }
}
