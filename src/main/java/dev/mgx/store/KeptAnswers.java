package dev.mgx.store;

import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers to requests that clients have given a key, for a day, so that a request which is sent again is not done
 * again. Thread-safe; every call blocks on the database.
 */
public final class KeptAnswers {
    private static final Duration KEPT = Duration.ofHours(24);

    private final Writer writer;
    private final Clock clock;

    KeptAnswers(Writer writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * What a request is known by.
     *
     * @param operation its method and path
     * @param key what the client calls it
     */
    public record Request(String operation, String key) {}

    /** What is known of a request. */
    public sealed interface Known {
        /** Nothing: it is now noted as begun. */
        record New() implements Known {}

        /** It was answered. */
        record Answered(String answer) implements Known {}

        /** It had another body. */
        record OtherBody() implements Known {}

        /** It was begun, and not answered. */
        record Unanswered() implements Known {}
    }

    /**
     * Notes that a request begins, if nothing is known of it.
     *
     * @param taskId its task, with which the answer is deleted; empty if it makes one
     */
    public Known begin(Request request, String bodyHash, String taskId) {
        long now = clock.millis();
        return writer.write(
                tx -> {
                    Sql sql = tx.sql();
                    sql.update("DELETE FROM kept_answer WHERE kept_at < ?", now - KEPT.toMillis());
                    Optional<Known> known = known(sql, request, bodyHash);
                    if (known.isPresent()) {
                        return known.get();
                    }
                    sql.update(
                            "INSERT INTO kept_answer (operation, key, body_hash, task_id, kept_at) VALUES (?, ?, ?, ?, ?)",
                            request.operation(),
                            request.key(),
                            bodyHash,
                            taskId,
                            now);
                    return new Known.New();
                },
                WriteTimeouts.LIMITED);
    }

    private static Optional<Known> known(Sql sql, Request request, String bodyHash) {
        return sql.first(
                row -> known(row.getString("body_hash").equals(bodyHash), row.getStringOrNull("answer")),
                "SELECT body_hash, answer FROM kept_answer WHERE operation = ? AND key = ?",
                request.operation(),
                request.key());
    }

    private static Known known(boolean sameBody, @Nullable String answer) {
        if (!sameBody) {
            return new Known.OtherBody();
        }
        return answer == null ? new Known.Unanswered() : new Known.Answered(answer);
    }

    /** Keeps the answer to a request that has begun. */
    public void keep(Request request, String taskId, String answer) {
        writer.write(
                tx -> tx.sql()
                        .update(
                                "UPDATE kept_answer SET answer = ?, task_id = ? WHERE operation = ? AND key = ?",
                                answer,
                                taskId,
                                request.operation(),
                                request.key()),
                WriteTimeouts.UNTIL_KNOWN);
    }

    /** Forgets a request that has done nothing. */
    public void forget(Request request) {
        writer.write(
                tx -> tx.sql()
                        .update(
                                "DELETE FROM kept_answer WHERE operation = ? AND key = ?",
                                request.operation(),
                                request.key()),
                WriteTimeouts.LIMITED);
    }
}
