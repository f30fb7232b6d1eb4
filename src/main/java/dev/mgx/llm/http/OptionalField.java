package dev.mgx.llm.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of a request that some servers do not know, and that can be done without.
 *
 * @param parts what it consists of
 * @param instead where the value of the first part goes when it is left out; null for nowhere
 * @param namedBy what a refusal of it says
 */
public record OptionalField(
        List<JsonPointer> parts, @Nullable String instead, Pattern namedBy) {

    public static OptionalField of(String namedBy, String... parts) {
        return new OptionalField(
                List.of(parts).stream().map(JsonPointer::compile).toList(), null, Pattern.compile(namedBy));
    }

    /** A field at the top of the request that has another name with other servers. */
    public static OptionalField renamed(String name, String instead) {
        // Each is looked for once from the beginning: one after the other would take the square of a long text.
        String unknown = "unsupported|unrecognized|unknown|unexpected|not supported|not permitted|extra";
        Pattern namedBy = Pattern.compile("(?is)\\A(?=.*(?:" + unknown + "))(?=.*\\b" + Pattern.quote(name) + "\\b)");
        return new OptionalField(List.of(JsonPointer.compile("/" + name)), instead, namedBy);
    }

    boolean isIn(JsonNode body) {
        return !body.at(parts.getFirst()).isMissingNode();
    }

    JsonNode leftOutOf(JsonNode body) {
        JsonNode changed = body.deepCopy();
        JsonNode value = changed.at(parts.getFirst());
        for (JsonPointer part : parts) {
            if (changed.at(part.head()) instanceof ObjectNode around) {
                around.remove(part.last().getMatchingProperty());
            }
        }
        if (instead != null && changed instanceof ObjectNode top) {
            top.set(instead, value);
        }
        return changed;
    }
}
