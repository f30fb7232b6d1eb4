package dev.mgx.sandbox;

import java.util.Map;

/**
 * What connects a program with the outside.
 *
 * @param egress what answers it
 * @param results files and folders inside to hand over at its end, by a name of letters and digits; a path, in which
 *     {@code $TMPDIR} stands for the folder of temporary files. A folder comes as a tar archive, a file as it is
 */
public record Connection(Egress egress, Map<String, String> results) {
    public Connection {
        results = Map.copyOf(results);
        for (Map.Entry<String, String> result : results.entrySet()) {
            if (!result.getKey().matches("[a-z0-9]{1,40}") || result.getValue().isBlank()) {
                throw new IllegalArgumentException("not a result: " + result);
            }
        }
    }
}
