package dev.mgx.llm.http;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A part of a request that some servers do not know, and that can be done without or put otherwise. Immutable. */
public final class OptionalField {
    private static final String NO_SYSTEM =
            "(?is)\\A(?=.*(?:system|developer)\\W{1,3}?(?:role|message|prompt|instruction))(?=.*(?:not|n't|un)\\W?"
                    + "(?:support|allow|enable|accept|permit)|.*alternat)";

    /** The system's message of a chat, which goes to the beginning of the user's. */
    public static final OptionalField SYSTEM_MESSAGE = new OptionalField(
            "system messages",
            Pattern.compile(NO_SYSTEM + "|(?i)roles must alternate|only user and assistant roles"),
            body -> body.at("/messages/0/role").asString("").equals("system"),
            body -> folded(body, (ArrayNode) body.at("/messages")));

    /** Gemini's form of the same. */
    public static final OptionalField SYSTEM_INSTRUCTION = new OptionalField(
            "system instructions",
            Pattern.compile(NO_SYSTEM),
            body -> body.has("systemInstruction"),
            OptionalField::foldedInstruction);

    private final String name;
    private final Pattern namedBy;
    private final Predicate<JsonNode> present;
    private final UnaryOperator<JsonNode> removal; // changes what it is given

    private OptionalField(String name, Pattern namedBy, Predicate<JsonNode> present, UnaryOperator<JsonNode> removal) {
        this.name = name;
        this.namedBy = namedBy;
        this.present = present;
        this.removal = removal;
    }

    /**
     * A field that is left out.
     *
     * @param namedBy what a refusal of it says, a regular expression
     * @param parts what it consists of, the most telling first
     */
    public static OptionalField of(String namedBy, String... parts) {
        List<JsonPointer> pointers =
                List.of(parts).stream().map(JsonPointer::compile).toList();
        return new OptionalField(
                parts[0],
                Pattern.compile(namedBy),
                body -> !body.at(pointers.getFirst()).isMissingNode(),
                body -> without(body, pointers));
    }

    private static JsonNode without(JsonNode body, List<JsonPointer> parts) {
        for (JsonPointer part : parts) {
            if (body.at(part.head()) instanceof ObjectNode around) {
                around.remove(part.last().getMatchingProperty());
            }
        }
        return body;
    }

    /** A field at the top of the request that has another name with other servers. */
    public static OptionalField renamed(String name, String instead) {
        // Each is looked for once from the beginning: one after the other would take the square of a long text.
        String unknown = "unsupported|unrecognized|unknown|unexpected|not supported|not permitted|extra";
        Pattern namedBy = Pattern.compile("(?is)\\A(?=.*(?:" + unknown + "))(?=.*\\b" + Pattern.quote(name) + "\\b)");
        return new OptionalField("/" + name, namedBy, body -> body.has(name), body -> {
            ObjectNode top = (ObjectNode) body;
            top.set(instead, top.remove(name));
            return top;
        });
    }

    private static JsonNode folded(JsonNode body, ArrayNode messages) {
        String system = messages.remove(0).path("content").asString("");
        if (messages.get(0) instanceof ObjectNode user) {
            user.put("content", system + "\n\n" + user.path("content").asString(""));
        }
        return body;
    }

    private static JsonNode foldedInstruction(JsonNode body) {
        JsonNode system = ((ObjectNode) body).remove("systemInstruction").path("parts");
        if (body.at("/contents/0/parts") instanceof ArrayNode parts) {
            for (int i = 0; i < system.size(); i++) {
                parts.insert(i, system.get(i));
            }
        }
        return body;
    }

    /** What it is called in a log: its place in the request, or words. */
    public String name() {
        return name;
    }

    /** Whether the words of a refusal are about this. */
    boolean isNamedBy(String words) {
        return namedBy.matcher(words).find();
    }

    boolean isIn(JsonNode body) {
        return present.test(body);
    }

    JsonNode leftOutOf(JsonNode body) {
        return removal.apply(body.deepCopy());
    }
}
