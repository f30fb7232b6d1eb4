package dev.mgx.llm.replay;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call as a line of the file: what was asked, and either the answer or how it failed. It holds no key.
 *
 * @param prompt the hash of role, system prompt, work and schema, by which a call is found again
 * @param pieces the text as it came; empty ones left out
 * @param failure null where there is an answer
 * @param failureMessage null where there is an answer
 */
record RecordedCall(
        String prompt,
        String model,
        boolean simulated,
        AgentRole role,
        String system,
        String user,
        @Nullable String answerSchema,
        List<String> pieces,
        long inputTokens,
        long outputTokens,
        ModelFailed.@Nullable Kind failure,
        @Nullable String failureMessage) {

    /** What a prompt is found by. */
    static String hash(Prompt prompt) {
        String schema = Objects.requireNonNullElse(prompt.answerSchema(), "");
        String whole = String.join("\0", prompt.role().toString(), prompt.system(), prompt.user(), schema);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
