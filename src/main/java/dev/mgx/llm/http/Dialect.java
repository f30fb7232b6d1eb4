package dev.mgx.llm.http;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A provider's protocol: how a prompt is put, and what the frames of its answer mean. Immutable. */
public interface Dialect {
    /** More than any window. */
    long MOST_TOKENS = 1_000_000_000;

    /** What it is called in a log. */
    String title();

    /** Another dialect that a server may know in place of this one. */
    default Optional<Dialect> alternative() {
        return Optional.empty();
    }

    /** The request for a streamed answer. */
    WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits);

    Framing framing();

    /**
     * Takes in the next frame.
     *
     * @param message the frame's data
     * @throws ModelFailed when it says that the call has failed
     */
    void read(JsonNode message, AnswerDraft draft) throws InterruptedException;

    /** Whether this frame is the end and not JSON. */
    default boolean isEnd(Frame frame) {
        return false;
    }

    /** What a request can do without where a server does not know it. */
    List<OptionalField> optionalFields();

    /** The request for the names of the models there are. */
    WireRequest listing(Endpoint endpoint);

    /** The names in the answer to {@link #listing}. */
    List<String> names(JsonNode listing);

    /** Requests that cost nothing and tell about this model, the most telling first. */
    default List<WireRequest> factsRequests(Endpoint endpoint, String model) {
        return List.of();
    }

    /** What the answer to one of them tells. */
    default ServerFacts facts(JsonNode answer, String model) {
        return ServerFacts.NONE;
    }

    /** The text of a node; empty where it is none. */
    static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    /** A count of tokens; 0 where it is none, or none that can be. */
    static long count(JsonNode node) {
        long count = node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : 0;
        return count > 0 && count <= MOST_TOKENS ? count : 0;
    }

    /** The text at this place of every entry of a list. */
    static List<String> texts(JsonNode list, String name) {
        return list.valueStream()
                .map(entry -> text(entry.path(name)))
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
