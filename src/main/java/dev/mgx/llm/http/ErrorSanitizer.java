package dev.mgx.llm.http;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.endpoint.Endpoint;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** What a provider says, made fit for a sentence of ours: without keys, printable, on one line, short. */
public final class ErrorSanitizer {
    private static final int MOST_CHARACTERS = 300;
    /** Where providers put the words of an error. */
    private static final List<JsonPointer> PLACES = List.of(
            JsonPointer.compile("/error/message"),
            JsonPointer.compile("/error"),
            JsonPointer.compile("/0/error/message"),
            JsonPointer.compile("/message"),
            JsonPointer.compile("/detail"));

    private ErrorSanitizer() {}

    /** These words as they may be shown; what is secret is taken out before anything is cut. */
    public static String shown(String words, Endpoint endpoint) {
        String clean = endpoint.redact(words)
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\s]+", " ")
                .strip();
        boolean fits = clean.codePointCount(0, clean.length()) <= MOST_CHARACTERS;
        return fits ? clean : clean.substring(0, clean.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
    }

    /** What a person would read of a page. */
    public static String withoutTags(String page) {
        return page.replaceAll("(?is)<(script|style)\\b[^>]*>[^<]*", " ").replaceAll("<[^<>]*>", " ");
    }

    /** The words in the body of an error: the message where it is JSON, else the body itself. */
    public static String message(String body) {
        JsonNode json = json(body);
        for (JsonPointer place : PLACES) {
            JsonNode words = json.at(place);
            if (words.isString() && !words.stringValue().isBlank()) {
                return words.stringValue();
            }
        }
        return body;
    }

    /** The body as JSON; a missing node when it is none. */
    public static JsonNode json(String body) {
        try {
            return Json.readTree(body);
        } catch (MalformedJson e) {
            return tools.jackson.databind.node.MissingNode.getInstance();
        }
    }
}
