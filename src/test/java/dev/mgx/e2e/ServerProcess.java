package dev.mgx.e2e;

import dev.mgx.app.Main;
import dev.mgx.json.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code mgx serve} as a process that can be signalled, paused and killed. */
public final class ServerProcess implements AutoCloseable {
    /** The exit code of a process ended by a signal: 128 plus the signal's number. */
    public static final int ENDED_BY_SIGTERM = 128 + 15;

    private static final Pattern LISTENS = Pattern.compile("listens on (http://[0-9.:]+)");

    private final Process process;
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> output = new CopyOnWriteArrayList<>();

    /** @param flags additional options, such as {@code --simulated-delay-ms=200} */
    public ServerProcess(Path data, String... flags) throws IOException {
        this(data, Path.of("").toAbsolutePath(), Map.of(), simulated(flags));
    }

    private static List<String> simulated(String... flags) {
        List<String> all = new ArrayList<>(List.of("--llm=simulated"));
        all.addAll(List.of(flags));
        return all;
    }

    /**
     * Starts a server in another folder.
     *
     * @param home the working directory
     * @param environment environment variables in addition to this process's
     */
    public ServerProcess(Path data, Path home, Map<String, String> environment, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Main.class.getName(),
                "serve",
                "--port=0",
                "--data-dir=" + data));
        command.addAll(flags);
        process = start(command, home, environment);
    }

    /** Starts a server by another command line. */
    ServerProcess(List<String> command, Path home, Map<String, String> environment) throws IOException {
        process = start(command, home, environment);
    }

    private Process start(List<String> command, Path home, Map<String, String> environment) throws IOException {
        // Whoever starts the tests may ignore signals, as nohup does, and children would ignore them too.
        List<String> whole = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process started = builder.start();
        Thread.ofVirtual().start(() -> read(started));
        return started;
    }

    /** The class path of this process, for one in another folder. */
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Reads its output to the end, so that it never blocks on a full pipe. */
    private void read(Process started) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher listens = LISTENS.matcher(line);
                if (listens.find()) {
                    address.complete(URI.create(listens.group(1)));
                }
            }
        } catch (IOException e) {
            output.add(e.toString());
        }
        address.completeExceptionally(new AssertionError("the server did not come up; its output:\n" + output()));
    }

    public WatchingClient watch(String taskId) throws Exception {
        return watch(taskId, 0);
    }

    public WatchingClient watch(String taskId, long sinceEventId) throws Exception {
        URI at = URI.create("ws://%s/ws/tasks/%s?version=2&since_event_id=%d"
                .formatted(address().getAuthority(), taskId, sinceEventId));
        WatchingClient watcher = new WatchingClient(this::output);
        watcher.connected(http.newWebSocketBuilder().buildAsync(at, watcher).get(20, TimeUnit.SECONDS));
        return watcher;
    }

    public JsonNode post(String path, Map<String, @Nullable Object> body) throws Exception {
        return answer(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    private JsonNode answer(String path, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(
                request.uri(address().resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(path + " was answered with " + answer.body());
        }
        return Json.readTree(answer.body());
    }

    /** Creates a task and returns its ID. */
    public String create(String requirement) throws Exception {
        return post("/api/tasks", Map.of("input_prompt", requirement))
                .path("id")
                .asString();
    }

    public JsonNode get(String path) throws Exception {
        return answer(path, HttpRequest.newBuilder().GET());
    }

    /** The response body as text. */
    public String text(String path) throws Exception {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    public byte[] bytes(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(path + " was answered with " + answer.statusCode());
        }
        return answer.body();
    }

    /** Its standard output and error so far. */
    public String output() {
        return String.join("\n", output);
    }

    /** Its address, once it is listening. */
    public URI address() throws Exception {
        return address.get(30, TimeUnit.SECONDS);
    }

    /** Sends a signal, such as {@code TERM}; it was sent when this returns. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (!kill.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("kill does not end");
        }
    }

    /** Waits for its end; returns its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not end");
        }
        return process.exitValue();
    }

    /** Waits for its end; returns whether it ended in time. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Kills it with SIGKILL and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the server cannot be killed", e);
        }
        http.shutdownNow();
    }
}
