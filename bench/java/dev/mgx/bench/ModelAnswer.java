package dev.mgx.bench;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.task.AgentRole;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A model's answers as it streams them, read piece by piece; a bare client takes the same bytes and looks at none. */
final class ModelAnswer implements Measure {
    private static final int PIECES = 10_000;
    private static final int ANSWERS = 10;
    private static final Metric RATE = new Metric("rate", "pieces/s", true);
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "Write.");
    private static final byte[] REQUEST =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n\r\n{\"messages\":[]}"
                    .getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "answer";
    }

    @Override
    public String title() {
        return "a model's answer of 10,000 pieces, read";
    }

    @Override
    public List<Goal> goals() {
        return List.of();
    }

    @Override
    public Field open() throws IOException {
        byte[] response = response();
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> serve(listener, response));
        Endpoint endpoint = new Endpoint(
                Provider.OPENAI, URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1"), Secret.NONE);
        ProviderModels models =
                new ProviderModels(endpoint, "m", NetworkRoute.direct(Duration.ofSeconds(5)), Clock.systemUTC());
        return new Field(
                List.of(
                        Contender.ours(() -> rate(() -> readAnswer(models))),
                        new Contender("bare socket", () -> rate(() -> readBytes(listener, response.length)))),
                () -> {
                    models.close();
                    listener.close();
                });
    }

    private interface Reading {
        void run() throws Exception;
    }

    private static Map<Metric, Double> rate(Reading reading) throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < ANSWERS; i++) {
            reading.run();
        }
        return Map.of(RATE, ANSWERS * PIECES * 1e9 / (System.nanoTime() - begun));
    }

    private static void readAnswer(ProviderModels models) throws InterruptedException {
        int[] pieces = new int[1];
        models.usual().answer(PROMPT, new AnswerLimits(1_000_000, 100_000_000), piece -> pieces[0]++);
        if (pieces[0] < PIECES) {
            throw new IllegalStateException("only %d pieces of %d came".formatted(pieces[0], PIECES));
        }
    }

    private static void readBytes(ServerSocket listener, int length) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
            socket.getOutputStream().write(REQUEST);
            int read = socket.getInputStream().readNBytes(length).length;
            if (read < length) {
                throw new IllegalStateException("only %d bytes of %d came".formatted(read, length));
            }
        }
    }

    private static byte[] response() {
        StringBuilder frames = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
        for (int i = 0; i < PIECES; i++) {
            frames.append(
                            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,")
                    .append("\"delta\":{\"content\":\" word%d\\n\"},\"finish_reason\":null}]}\n\n".formatted(i));
        }
        return frames.append(
                        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void serve(ServerSocket listener, byte[] response) {
        while (true) {
            try (Socket socket = listener.accept()) {
                InputStream in = socket.getInputStream();
                byte[] request = new byte[64 * 1024];
                int length = 0;
                while (!new String(request, 0, length, StandardCharsets.ISO_8859_1).contains("\"messages\"")) {
                    length += in.read(request, length, request.length - length);
                }
                socket.getOutputStream().write(response);
            } catch (IOException e) {
                return; // closed
            }
        }
    }
}
