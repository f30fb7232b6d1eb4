package dev.mgx.bench;

import dev.mgx.bench.delivery.OurServer;
import dev.mgx.store.Store;
import dev.mgx.task.TaskOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pages of a long list of tasks, and searches in it, as a client gets them; the baseline reads bare rows. */
final class TaskList implements Measure {
    private static final int TASKS = 100_000;
    private static final int PRODUCERS = 64;
    private static final int PAGE_SIZE = 20;
    private static final int REPEATED = 5;
    private static final Metric FIRST = Metric.millis("first page");
    private static final Metric SLOWEST = Metric.millis("slowest of all");
    private static final List<Integer> PAGES = List.of(1, 100, 2_500, TASKS / PAGE_SIZE);
    private static final List<String> SEARCHES = List.of("todo", "to", "待办", "🙂", "\"quoted", "77777", "nowhere");
    private static final String ROWS = "the same pages by bare JDBC";

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String title() {
        return "any page of 100,000 tasks, and any search";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.of(SLOWEST, 20));
    }

    @Override
    public Field open() throws Exception {
        OurServer server = OurServer.start(0);
        fill(server.store());
        HttpClient client = HttpClient.newHttpClient();
        return new Field(
                List.of(
                        Contender.ours(() -> ours(client, server.port())),
                        new Contender(ROWS, () -> rows(server.database()))),
                () -> {
                    client.close();
                    server.close();
                });
    }

    private static void fill(Store store) {
        try (ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS)) {
            for (int i = 0; i < TASKS; i++) {
                int number = i;
                threads.execute(() -> store.tasks()
                        .create(
                                "Task " + number,
                                "Build a todo 待办 app 🙂 with \"quoted words\" for " + number,
                                TaskOptions.DEFAULT));
            }
        }
    }

    private static Map<Metric, Double> ours(HttpClient client, int port) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int page : PAGES) {
            millis.add(millis(() -> get(client, port, "page=" + page, TASKS)));
        }
        for (String words : SEARCHES) {
            String query = "q=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
            millis.add(millis(() -> get(client, port, query, 0)));
        }
        return figures(millis);
    }

    private static void get(HttpClient client, int port, String query, int total) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/tasks?page_size=" + PAGE_SIZE + "&" + query);
        String body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        if (total > 0 && !body.contains("\"total\":" + total)) {
            throw new IllegalStateException("the list does not say total %d".formatted(total));
        }
    }

    private static Map<Metric, Double> rows(Path database) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                PreparedStatement select = connection.prepareStatement(
                        "SELECT * FROM task ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?")) {
            for (int page : PAGES) {
                millis.add(millis(() -> read(select, page)));
            }
        }
        return figures(millis);
    }

    private static void read(PreparedStatement select, int page) throws SQLException {
        select.setInt(1, PAGE_SIZE);
        select.setInt(2, (page - 1) * PAGE_SIZE);
        int count = 0;
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                count += rows.getString("state").isEmpty() ? 0 : 1;
            }
        }
        if (count != PAGE_SIZE) {
            throw new IllegalStateException("%d rows".formatted(count));
        }
    }

    private static Map<Metric, Double> figures(List<Double> millis) {
        Map<Metric, Double> figures = new LinkedHashMap<>();
        figures.put(FIRST, millis.getFirst());
        figures.put(SLOWEST, millis.stream().mapToDouble(each -> each).max().orElseThrow());
        return figures;
    }

    private interface Request {
        void run() throws Exception;
    }

    private static double millis(Request request) throws Exception {
        double[] millis = new double[REPEATED];
        for (int i = 0; i < REPEATED; i++) {
            long begun = System.nanoTime();
            request.run();
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        return Figures.median(millis);
    }
}
