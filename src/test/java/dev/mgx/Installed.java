package dev.mgx;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What programs this machine has, looked for where the server looks for them. */
public final class Installed {
    private static final String ALWAYS = "/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin";

    private Installed() {}

    /** Every place of a program; none if it is not installed. */
    public static List<Path> places(String program) {
        return Stream.of(ALWAYS, System.getenv().getOrDefault("PATH", ""))
                .flatMap(path -> Arrays.stream(path.split(":", -1)))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .distinct()
                .toList();
    }

    /** Where bubblewrap is not installed, and only there, its rows are left out; the end of the build says so. */
    public static void assumeBubblewrap() {
        assumeThat(places("bwrap"))
                .as("bubblewrap is not installed, so nothing of it was tested (Debian: apt-get install bubblewrap)")
                .isNotEmpty();
    }
}
