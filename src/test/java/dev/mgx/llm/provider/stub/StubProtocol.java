package dev.mgx.llm.provider.stub;

import dev.mgx.json.Json;
import dev.mgx.task.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one provider writes what it sends. Every frame comes with its line breaks. */
interface StubProtocol {
    /** What a provider says an answer ended with. */
    enum Finish {
        /** The model was done. */
        STOP,
        /** The limit of tokens came first. */
        LENGTH,
        /** The provider does not let the rest through. */
        FILTERED
    }

    /** What was asked, in nobody's protocol. */
    record StubPrompt(String model, String system, String user) {}

    String name();

    /** Whether this is one of its model calls. */
    boolean isCall(StubRequest request);

    /** Whether this asks it for its models. */
    boolean isListing(StubRequest request);

    /** Whether it knows keys at all. */
    default boolean takesKeys() {
        return true;
    }

    /** The key that was sent; empty when there is none. */
    String key(StubRequest request);

    StubPrompt prompt(StubRequest request);

    String contentType();

    List<String> opening(StubPrompt prompt, Usage usage);

    String piece(StubPrompt prompt, String text);

    /** A word of the model to itself. */
    String thinking(StubPrompt prompt, String text);

    /**
     * What comes after the text.
     *
     * @param usage null where the server does not count
     */
    List<String> closing(StubPrompt prompt, Finish finish, @Nullable Usage usage);

    /** The body of a response that is an error. */
    String error(int status, String message);

    /** An error after the answer has begun. */
    String errorFrame(String message);

    String listing(List<String> models);

    /** This text as a JSON string. */
    static String quoted(String text) {
        return Json.write(text);
    }
}
