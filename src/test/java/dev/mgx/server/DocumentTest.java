package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DocumentTest {
    @TempDir
    Path folder;

    @Test
    void describesEveryRouteAndNoOther() throws Exception {
        try (Served served = new Served(folder, run -> Served.done(""))) {
            Map<String, @Nullable Object> api = Json.readMap(served.get("/openapi.json").body());
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
            assertThat(served.get("/docs").headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        }
    }
}
