package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.http.ApiDescription;
import dev.mgx.server.http.Description;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.task.ErrorType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class DocumentTest {
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
    void listsTheTypesOfProblemsAndOfFailures() {
        assertThat(choices("ProblemType"))
                .containsExactly(Arrays.stream(ProblemType.values())
                        .map(ProblemType::uri)
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
            assertThat(served.get("/docs").headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        }
    }
}
