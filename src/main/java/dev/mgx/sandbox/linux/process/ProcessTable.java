package dev.mgx.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All processes of this machine at one time, from {@code /proc/PID/status}. Neither {@code stat}, which
 * {@link ProcessHandle} reads, nor {@code environ} is read: they wait for locks that a process holds while it forks or
 * calls exec, and hundreds of busy processes keep it from running for seconds (measured: 10 s, Linux 6.18).
 */
public record ProcessTable(Map<Long, Row> rows) {
    /**
     * A process; see proc(5).
     *
     * @param parent 0 if it has none here
     * @param session the ID of its session
     * @param residentBytes 0 for a kernel thread and a zombie
     * @param ended whether it is a zombie or about to vanish
     * @param init whether it is the first process of a namespace
     */
    public record Row(long pid, long parent, long session, long residentBytes, boolean ended, boolean init) {
        boolean leadsSession() {
            return session == pid;
        }

        /** Empty if the process has ended. */
        static Optional<Row> read(Path process) {
            try {
                String status = Files.readString(process.resolve("status"), ISO_8859_1);
                String state = field(status, "State");
                String[] pids = field(status, "NSpid").split("\t", -1);
                return Optional.of(new Row(
                        number(field(status, "Pid")),
                        number(field(status, "PPid")),
                        number(field(status, "NSsid")),
                        number(field(status, "VmRSS")) * 1024,
                        state.startsWith("Z") || state.startsWith("X"),
                        pids.length > 1 && pids[pids.length - 1].equals("1")));
            } catch (IOException ended) {
                return Optional.empty();
            }
        }

        /** The text after a name; empty if there is no such line. */
        private static String field(String status, String name) {
            String head = "\n" + name + ":\t";
            int at = status.indexOf(head);
            return at < 0 ? "" : status.substring(at + head.length(), status.indexOf('\n', at + 1));
        }

        /** The number that a text begins with, blanks left out; 0 if there is none. */
        private static long number(String text) {
            String digits = text.strip();
            int end = 0;
            while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
                end++;
            }
            return end == 0 ? 0 : Long.parseLong(digits.substring(0, end));
        }
    }

    /** Reads it; takes about 20 µs a process. */
    static ProcessTable read(Path proc) throws IOException {
        Map<Long, Row> rows = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                Row.read(process).ifPresent(row -> rows.put(row.pid(), row));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new ProcessTable(rows);
    }

    /** A process, if it is there, with all that it started directly or indirectly and that has not been orphaned. */
    List<Row> tree(long root) {
        Map<Long, List<Row>> children = new HashMap<>();
        rows.values()
                .forEach(row -> children.computeIfAbsent(row.parent(), parent -> new ArrayList<>())
                        .add(row));
        List<Row> found = new ArrayList<>();
        Deque<Row> open = new ArrayDeque<>();
        Optional.ofNullable(rows.get(root)).ifPresent(open::add);
        while (!open.isEmpty()) {
            Row next = open.remove();
            found.add(next);
            open.addAll(children.getOrDefault(next.pid(), List.of()));
        }
        return found;
    }
}
