package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.http.ApiDescription;
import dev.mgx.server.http.Description;
import dev.mgx.server.http.MessageSchemas;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.task.ErrorType;
import dev.mgx.task.FeedEntry;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class DocumentTest {
    private static final Pattern ROW = Pattern.compile("\\| `(?<type>[A-Z_]++)` \\|[^|]*+\\|(?<keys>[^|]*+)\\|");
    private static final Pattern CODE = Pattern.compile("`([a-z_]++)`");

    @TempDir
    Path folder;

    /** What generators make of the published description. */
    @Test
    void isPublishedAsGeneratorsNeedIt() {
        ApiDescription published = ApiDescription.of(Description.API.published());
        assertThat(published.exampleFlaws()).isEmpty();
        assertThat(published.unnamedSchemas()).isEmpty();
        assertThat(published.api().path("servers")).isNotEmpty();
        assertThat(published.api().path("paths").propertyNames())
                .contains("/", "/api/tasks/{task_id}/events/stream")
                .noneMatch(path -> path.matches("/(ws|docs|problems|assets|frames).*"));
        Set<String> tags = published
                .api()
                .path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .collect(Collectors.toSet());
        for (DescribedOperation operation : DescribedOperation.all(published)) {
            assertThat(operation.tags()).as(operation.path()).hasSize(1).isSubsetOf(tags);
        }
    }

    private static List<String> choices(String schema) {
        return Json.readTree(Description.API.json())
                .at("/components/schemas/%s/enum".formatted(schema))
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void describesTheWebSocketWithTheSameSchemas() {
        JsonNode api = MessageSchemas.PUBLISHED.api();
        assertThat(api.path("asyncapi").asString()).startsWith("3.");
        for (JsonNode reference : api.findValues("$ref")) {
            String at = reference.asString();
            assertThat(api.at(at.substring(1)).isMissingNode()).as(at).isFalse();
            if (at.startsWith("#/components/schemas/") && !at.endsWith("/EventOfItsType")) {
                assertThat(api.at(at.substring(1)))
                        .isEqualTo(Json.readTree(Description.API.json()).at(at.substring(1)));
            }
        }
        assertThat(MessageSchemas.PUBLISHED.eventTypes()).containsExactlyInAnyOrderElementsOf(choices("EventType"));
        assertThat(choices("EventType")).containsExactlyInAnyOrderElementsOf(MessageSchemas.allEventTypes());
        JsonNode payload = api.at("/components/schemas/Payload/properties");
        for (String type : choices("EventType")) {
            MessageSchemas.PUBLISHED.properties(type).forEach((key, schema) -> {
                if (payload.has(key)) {
                    assertThat(payload.path(key)).as("%s of %s", key, type).isEqualTo(schema);
                }
            });
        }
    }

    /** docs/api.md has the same types and keys, but for those that only clients of the first engine look for. */
    @Test
    void theTableOfPayloadsHasTheirKeys() throws Exception {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("docs/api.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Matcher names = CODE.matcher(row.group("keys").replaceAll("\\([^)]*\\)", ""));
                Set<String> keys = new TreeSet<>();
                names.results().forEach(name -> keys.add(name.group(1)));
                table.put(row.group("type"), keys);
            }
        }
        assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(MessageSchemas.allEventTypes());
        table.forEach((type, keys) -> {
            Set<String> described = new TreeSet<>();
            MessageSchemas.PUBLISHED.properties(type).forEach((key, schema) -> {
                if (!schema.path("deprecated").asBoolean(false)) {
                    described.add(key);
                }
            });
            assertThat(keys).as(type).isEqualTo(described);
        });
    }

    @Test
    void listsTheTypesOfProblemsAndOfFailures() {
        assertThat(choices("ProblemType"))
                .containsExactly(Arrays.stream(ProblemType.values())
                        .map(ProblemType::uri)
                        .toArray(String[]::new));
        assertThat(choices("FeedChange"))
                .containsExactly(Arrays.stream(FeedEntry.Change.values())
                        .map(FeedEntry.Change::toString)
                        .toArray(String[]::new));
        assertThat(choices("ErrorType"))
                .containsExactly(Arrays.stream(ErrorType.values())
                        .map(ErrorType::toString)
                        .toArray(String[]::new));
    }

    @Test
    void describesEveryRouteAndNoOther() throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            Map<String, @Nullable Object> api = Json.readMap(Description.API.json());
            TreeSet<String> described = new TreeSet<>();
            ((Map<?, ?>) api.getOrDefault("paths", Map.of())).forEach((path, operations) -> {
                for (Object method : ((Map<?, ?>) operations).keySet()) {
                    if (!method.equals("parameters")) {
                        described.add(String.valueOf(method).toUpperCase(Locale.ROOT) + " " + path);
                    }
                }
            });
            List<String> routes = served.server().routes().stream()
                    .map(route -> route.method() + " /" + String.join("/", route.pattern()))
                    .map(route -> route.replace("{id}", "{task_id}").replace("{path…}", "{file_path}"))
                    .toList();

            assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
            assertThat(served.get("/openapi.json").body()).isEqualTo(Description.API.published());
            String problems = served.get("/problems").body();
            for (ProblemType type : ProblemType.values()) {
                assertThat(problems).contains("<a href=\"" + type.uri().substring(1) + "\">");
                HttpResponse<String> page = served.get(type.uri());
                assertThat(page.statusCode()).as(type.uri()).isEqualTo(200);
                assertThat(page.body()).contains("<h1>" + type.title() + "</h1>", type.meaning());
            }
            assertThat(Json.readTree(served.get("/problems/No-Such").body())
                            .path("type")
                            .asString())
                    .isEqualTo("/problems/path-not-found");
            assertThat(served.get("/docs").body()).contains("href=\"problems\"");
            assertThat(served.get("/asyncapi.json").body()).isEqualTo(Description.API.asyncApi());
            assertThat(served.get("/docs").body()).contains("href=\"asyncapi.json\"");
            assertThat(served.get("/docs").headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        }
    }
}
