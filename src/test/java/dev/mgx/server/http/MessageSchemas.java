package dev.mgx.server.http;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mgx.json.Json;
import dev.mgx.task.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** /asyncapi.json, and validation of WebSocket messages and of events against it. Thread-safe. */
public final class MessageSchemas {
    /** That of the program. */
    public static final MessageSchemas PUBLISHED = new MessageSchemas(Json.readTree(Description.API.asyncApi()));

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode api;
    private final Map<String, Schema> read = new ConcurrentHashMap<>();

    private MessageSchemas(JsonNode api) {
        this.api = api;
    }

    public JsonNode api() {
        return api;
    }

    /** What is wrong with a message that the server sends ({@code tell}) or takes ({@code command}); empty if nothing is. */
    public List<String> flaws(String operation, JsonNode message) {
        String type = message.path("type").asString("");
        String reference = "#/channels/task/messages/" + type;
        boolean known = api.path("operations")
                .path(operation)
                .path("messages")
                .valueStream()
                .anyMatch(each -> each.path("$ref").asString().equals(reference));
        return known
                ? flaws(type, api.at("/components/messages/" + type).path("payload"), message)
                : List.of("no message of type " + type);
    }

    /** What is wrong with an event, keys of its payload that are described nowhere too. */
    public List<String> eventFlaws(JsonNode event) {
        List<String> flaws =
                new ArrayList<>(flaws("EventOfItsType", api.at("/components/schemas/EventOfItsType"), event));
        Set<String> described = keys(event.path("event_type").asString(), true);
        event.path("payload").propertyNames().stream()
                .filter(key -> !described.contains(key))
                .forEach(key -> flaws.add("%s has no key %s"
                        .formatted(schema(event.path("event_type").asString()), key)));
        return flaws;
    }

    private List<String> flaws(String name, JsonNode schema, JsonNode value) {
        return read.computeIfAbsent(name, first -> read(schema)).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    private Schema read(JsonNode schema) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("allOf").add(schema);
        root.set("components", api.path("components"));
        return SCHEMAS.getSchema(root);
    }

    /** The name of the schema of the payload of events of this type. */
    public String schema(String eventType) {
        return api.at("/components/schemas/EventOfItsType/allOf/1/oneOf")
                .valueStream()
                .filter(each ->
                        each.at("/properties/event_type/const").asString().equals(eventType))
                .map(each -> each.at("/properties/payload/$ref").asString().replaceFirst(".*/", ""))
                .findFirst()
                .orElse("none");
    }

    /** The keys of the payloads of events of this type, with or without those that any event may have. */
    public Set<String> keys(String eventType, boolean common) {
        Set<String> keys = new LinkedHashSet<>(properties(eventType).keySet());
        if (common) {
            keys.addAll(api.at("/components/schemas/CommonPayload/properties").propertyNames());
        }
        return keys;
    }

    /** The keys that only events of this type have, and their schemas. */
    public Map<String, JsonNode> properties(String eventType) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        api.at("/components/schemas/%s/allOf/1/properties".formatted(schema(eventType)))
                .properties()
                .forEach(each -> properties.put(each.getKey(), each.getValue()));
        return properties;
    }

    /** The types of events that it describes. */
    public List<String> eventTypes() {
        return api.at("/components/schemas/EventOfItsType/allOf/1/oneOf")
                .valueStream()
                .map(each -> each.at("/properties/event_type/const").asString())
                .toList();
    }

    /** The types of events that there are. */
    public static List<String> allEventTypes() {
        return List.of(EventType.values()).stream().map(EventType::name).toList();
    }
}
