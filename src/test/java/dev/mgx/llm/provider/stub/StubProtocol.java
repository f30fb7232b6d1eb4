package dev.mgx.llm.provider.stub;

import dev.mgx.json.Json;
import dev.mgx.task.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streaming protocol of one provider. Frames include their line breaks. */
interface StubProtocol {
    /** The finish reason of an answer. */
    enum Finish {
        /** The model was done. */
        STOP,
        /** The token limit was reached. */
        LENGTH,
        /** The answer was blocked by the provider's filter. */
        FILTERED
    }

    /** A prompt, independent of the protocol. */
    record ParsedPrompt(String model, String system, String user) {}

    String name();

    /** Whether this is a model call of the protocol. */
    boolean isCall(StubRequest request);

    /** Whether this is a model listing of the protocol. */
    boolean isListing(StubRequest request);

    /** Whether the protocol has API keys. */
    default boolean takesKeys() {
        return true;
    }

    /** The API key of the request; empty if there is none. */
    String key(StubRequest request);

    ParsedPrompt prompt(StubRequest request);

    String contentType();

    List<String> opening(ParsedPrompt prompt, Usage usage);

    String piece(ParsedPrompt prompt, String text);

    /** A frame with a thought. */
    String thinking(ParsedPrompt prompt, String text);

    /**
     * The frames after the text.
     *
     * @param usage null if the server reports no usage
     */
    List<String> closing(ParsedPrompt prompt, Finish finish, @Nullable Usage usage);

    /** The body of an error response. */
    String error(int status, String message);

    /** An error frame within a stream. */
    String errorFrame(String message);

    String listing(List<String> models);

    /** Quotes a text as a JSON string. */
    static String quoted(String text) {
        return Json.write(text);
    }
}
