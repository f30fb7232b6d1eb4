package dev.mgx.bench;

import com.sun.management.OperatingSystemMXBean;
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
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/**
 * What it costs to read a model's answer: a server on loopback sends chat completions as fast as they are taken, and each
 * round reads several. CPU time is that of the process without the sending thread's.
 */
public final class AnswerBenchmark {
    private static final int ANSWERS = 20;
    private static final int ROUNDS = 6;
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "Write.");

    private final byte[] response;
    private volatile long sending;

    private AnswerBenchmark(int pieces) {
        StringBuilder frames = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
        for (int i = 0; i < pieces; i++) {
            frames.append(
                            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,")
                    .append("\"delta\":{\"content\":\" word%d\\n\"},\"finish_reason\":null}]}\n\n".formatted(i));
        }
        frames.append(
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        response = frames.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Measures answers of as many pieces as the arguments say; of 10,000 if none is given. */
    public static void main(String[] arguments) throws Exception {
        int[] sizes = arguments.length == 0
                ? new int[] {10_000}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (int pieces : sizes) {
            new AnswerBenchmark(pieces).measure(pieces);
        }
    }

    private void measure(int pieces) throws IOException, InterruptedException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(listener));
            Endpoint endpoint = new Endpoint(
                    Provider.OPENAI, URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1"), Secret.NONE);
            try (ProviderModels models =
                    new ProviderModels(endpoint, "m", NetworkRoute.direct(Duration.ofSeconds(5)), Clock.systemUTC())) {
                for (int round = 1; round <= ROUNDS; round++) {
                    round(models, pieces, round);
                }
            }
        }
    }

    private void round(ProviderModels models, int pieces, int round) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long began = System.nanoTime();
        long cpu = system.getProcessCpuTime() - sending;
        for (int i = 0; i < ANSWERS; i++) {
            models.usual().answer(PROMPT, new AnswerLimits(1_000_000, 100_000_000), piece -> {});
        }
        double frames = (double) ANSWERS * pieces;
        System.out.printf(
                "%s%,d pieces: %,.0f a second, %.2f µs CPU each%n",
                round <= 2 ? "warm-up, " : "",
                pieces,
                frames * 1e9 / (System.nanoTime() - began),
                (system.getProcessCpuTime() - sending - cpu) / 1000.0 / frames);
    }

    private void serve(ServerSocket listener) {
        while (true) {
            try (Socket socket = listener.accept()) {
                InputStream in = socket.getInputStream();
                byte[] request = new byte[64 * 1024];
                int length = 0;
                while (!new String(request, 0, length, StandardCharsets.ISO_8859_1).contains("\"messages\"")) {
                    length += in.read(request, length, request.length - length);
                }
                socket.getOutputStream().write(response);
                sending = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            } catch (IOException e) {
                return; // closed
            }
        }
    }
}
