package stockroom;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a run of the shell came to. */
record Session(int code, String out, String err) {
    static Session of(String... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new Shell(printing(out), printing(err)).run(List.of(lines));
        return new Session(code, text(out), text(err));
    }

    /** What is printed by lines that have to work. */
    static String output(String... lines) {
        Session session = of(lines);
        Check.equal("", session.err());
        return session.out();
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
