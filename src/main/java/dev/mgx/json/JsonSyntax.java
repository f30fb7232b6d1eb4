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
 * Describes the first syntax error of a text that was refused as JSON, and its position. Parses the text again,
 * because the parser's messages expose its internals and its exceptions do not distinguish duplicate names from other
 * errors.
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

    /** The first error; empty if the text is one JSON value without duplicate names. */
    Optional<String> flaw(String json) {
        if (json.isBlank()) {
            return Optional.of("it contains no JSON");
        }
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            try {
                return flaw(parser);
            } catch (StreamConstraintsException e) { // has no location
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
            String position = at(parser.currentTokenLocation());
            if (ended) {
                return Optional.of("it has text after its end" + position);
            }
            switch (token) {
                case START_OBJECT -> names.push(new HashSet<>());
                case END_OBJECT -> names.pop();
                case PROPERTY_NAME -> {
                    if (!names.element().add(parser.currentName())) {
                        return Optional.of("\"%s\" appears twice".formatted(parser.currentName()) + position);
                    }
                }
                default -> {}
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            ended = depth == 0;
        }
        return Optional.empty();
    }

    /** The position in words, after a comma; empty if unknown. */
    static String at(@Nullable TokenStreamLocation position) {
        return position == null || position.getLineNr() < 1
                ? ""
                : ", at line %d, column %d".formatted(position.getLineNr(), position.getColumnNr());
    }
}
