package stockroom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the commands of a file, or of standard input. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length > 1) {
            System.err.println("usage: java -cp out stockroom.Main [FILE]");
            System.exit(2);
        }
        try {
            System.exit(new Shell(System.out, System.err).run(lines(args)));
        } catch (IOException e) {
            System.err.println("the commands cannot be read: " + e);
            System.exit(2);
        }
    }

    private static List<String> lines(String[] args) throws IOException {
        if (args.length == 1) {
            return Files.readAllLines(Path.of(args[0]));
        }
        InputStreamReader input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        try (BufferedReader reader = new BufferedReader(input)) {
            return reader.lines().toList();
        }
    }
}
