package dev.mgx.llm.replay;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recorded call, one line of the file: the prompt, and the answer or failure. Contains no API key.
 *
 * @param prompt the hash of role, system prompt, user prompt, schema and, where there are any, temperature and exchanges, which
 *     identifies the call
 * @param pieces the text as it was streamed, without empty pieces
 * @param profile what was known of the model before the call; null if nothing
 * @param failure null if there is an answer
 * @param failureMessage null if there is an answer
 */
record RecordedCall(
        String prompt,
        String model,
        boolean simulated,
        AgentRole role,
        String system,
        String user,
        @Nullable String answerSchema,
        @Nullable Integer answerTokens,
        @Nullable Double temperature,
        @Nullable List<Prompt.Exchange> exchanges,
        @Nullable ModelProfile profile,
        List<String> pieces,
        long inputTokens,
        long outputTokens,
        ModelFailed.@Nullable Kind failure,
        @Nullable String failureMessage) {

    /** The hash that identifies a prompt. */
    static String hash(Prompt prompt) {
        String schema = Objects.requireNonNullElse(prompt.answerSchema(), "");
        String whole = String.join("\0", prompt.role().toString(), prompt.system(), prompt.user(), schema)
                + (prompt.temperature() == null ? "" : "\0" + prompt.temperature())
                + prompt.exchanges().stream()
                        .map(said -> "\0" + said.answer() + "\0" + said.user())
                        .collect(Collectors.joining());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
