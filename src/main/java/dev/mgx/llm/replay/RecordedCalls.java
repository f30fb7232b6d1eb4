package dev.mgx.llm.replay;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The content of a recording.
 *
 * @param whole the calls, in order
 * @param torn how many lines are incomplete, because a crash has cut them off
 */
record RecordedCalls(List<RecordedCall> whole, int torn) {
    /** How every line begins: the first field of a {@link RecordedCall}, whose value is a hash in hexadecimal. */
    private static final String FIRST_FIELD = "{\"prompt\":\"";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{0,64}\"?|[0-9a-f]{64}\",.*");
    private static final int BEGINNING_LENGTH = FIRST_FIELD.length() + 64 + 2;

    RecordedCalls {
        whole = List.copyOf(whole);
    }

    /** @throws IllegalArgumentException if a line is neither a call nor the beginning of one */
    static RecordedCalls read(Path file, OpenOption... options) throws IOException {
        List<RecordedCall> whole = new ArrayList<>();
        int torn = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file, options), StandardCharsets.UTF_8))) {
            requireBeginning(lines);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    whole.add(Json.read(line, RecordedCall.class));
                } catch (MalformedJson e) {
                    requireBeginning(line);
                    torn++;
                }
            }
        }
        return new RecordedCalls(whole, torn);
    }

    /** Looks at the first characters only: the line may be endless, where the file is something else. */
    private static void requireBeginning(BufferedReader lines) throws IOException {
        char[] first = new char[BEGINNING_LENGTH];
        lines.mark(first.length);
        int length = lines.read(first);
        lines.reset();
        if (length > 0) {
            requireBeginning(new String(first, 0, length).lines().findFirst().orElse(""));
        }
    }

    private static void requireBeginning(String line) {
        boolean begins = line.startsWith(FIRST_FIELD)
                ? HASH.matcher(line.substring(FIRST_FIELD.length())).matches()
                : FIRST_FIELD.startsWith(line);
        if (!begins) {
            throw new IllegalArgumentException("it is not a recording");
        }
    }
}
