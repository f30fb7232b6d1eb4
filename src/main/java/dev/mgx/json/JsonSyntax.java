package dev.mgx.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Says in a sentence what is wrong with the form of a text that was refused as JSON, and where. It reads the text once more:
 * the parser's own words tell of the parser, and its exceptions do not tell a doubled name from a mistake.
 */
final class JsonSyntax {
    private final JsonFactory factory;
    private final int maxNesting;

    JsonSyntax(int maxNesting) {
        this.maxNesting = maxNesting;
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxNesting)
                        .build())
                .build();
    }

    /** What is wrong first; empty where the text is one JSON value without doubled names. */
    Optional<String> flaw(String json) {
        if (json.isBlank()) {
            return Optional.of("there is no JSON in it");
        }
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            try {
                return flaw(parser);
            } catch (StreamConstraintsException e) { // knows no place
                return Optional.of("it nests more than %d levels deep, or has a number or a name that is too long"
                                .formatted(maxNesting)
                        + at(parser.currentLocation()));
            }
        } catch (UnexpectedEndOfInputException e) {
            return Optional.of("it ends before it is complete" + at(e.getLocation()));
        } catch (JacksonException e) {
            return Optional.of("it is not well formed" + at(e.getLocation()));
        }
    }

    private static Optional<String> flaw(JsonParser parser) {
        Deque<Set<String>> names = new ArrayDeque<>();
        int depth = 0;
        boolean ended = false;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            String place = at(parser.currentTokenLocation());
            if (ended) {
                return Optional.of("there is more after its end" + place);
            }
            switch (token) {
                case START_OBJECT -> names.push(new HashSet<>());
                case END_OBJECT -> names.pop();
                case PROPERTY_NAME -> {
                    if (!names.element().add(parser.currentName())) {
                        return Optional.of("\"%s\" stands in it twice".formatted(parser.currentName()) + place);
                    }
                }
                default -> {}
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            ended = depth == 0;
        }
        return Optional.empty();
    }

    /** The place in words, with a comma before them; nothing where it is not known. */
    static String at(@Nullable TokenStreamLocation place) {
        return place == null || place.getLineNr() < 1
                ? ""
                : ", at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    }
}
