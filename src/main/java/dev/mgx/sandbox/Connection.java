package dev.mgx.sandbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What connects a program with the outside.
 *
 * @param egress what answers it
 * @param results files and folders inside to hand over at its end, by a name of letters and digits; a path, in which
 *     {@code $TMPDIR} stands for the folder of temporary files. A folder comes as a tar archive, a file as it is
 * @param ingress what leads to the port on which it listens, which it is told in {@link Ingress#PORT_VARIABLE}; null if it
 *     is not to listen
 */
public record Connection(
        Egress egress,
        Map<String, String> results,
        @Nullable Ingress ingress) {
    public Connection {
        results = Map.copyOf(results);
        for (Map.Entry<String, String> result : results.entrySet()) {
            if (!result.getKey().matches("[a-z0-9]{1,40}") || result.getValue().isBlank()) {
                throw new IllegalArgumentException("not a result: " + result);
            }
        }
    }

    /** Of a program that does not listen. */
    public Connection(Egress egress, Map<String, String> results) {
        this(egress, results, null);
    }
}
