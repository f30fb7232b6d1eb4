package dev.mgx.llm.provider.stub;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A connection of a client: serves its requests in sequence and detects its disconnect. */
final class StubConnection {
    private static final List<StubProtocol> PROTOCOLS =
            List.of(new StubOpenAi(), new StubResponses(), new StubAnthropic(), new StubGemini(), new StubOllama());

    private final StubServer server;
    private final Socket socket;

    StubConnection(StubServer server, Socket socket) {
        this.server = server;
        this.socket = socket;
    }

    /** Serves until either side closes. */
    void serve() {
        try (socket) {
            PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
            for (StubRequest request = StubRequest.read(in); request != null; request = StubRequest.read(in)) {
                Optional<StubProtocol> asked = asked(request);
                if (asked.isPresent()) {
                    call(asked.get(), request, in);
                } else {
                    server.ledger().add(request);
                    other(request);
                }
            }
        } catch (IOException e) {
            // The client or the server has closed the connection; the outcome of the calls says which.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<StubProtocol> asked(StubRequest request) {
        return PROTOCOLS.stream()
                .filter(protocol -> protocol.isCall(request) && server.speaks(protocol))
                .findFirst();
    }

    /** Answers on another thread while this one waits for a disconnect. */
    private void call(StubProtocol protocol, StubRequest request, PushbackInputStream in)
            throws IOException, InterruptedException {
        StubCall call = server.ledger().begin(protocol.name(), request);
        Thread answering = Thread.ofVirtual().name("stub-answer").start(() -> answer(protocol, call));
        try {
            int next = in.read();
            if (next >= 0) {
                in.unread(next);
                answering.join();
                return;
            }
            call.end(StubCall.Outcome.DISCONNECTED);
        } catch (IOException e) {
            call.end(StubCall.Outcome.DISCONNECTED);
            throw e;
        } finally {
            if (call.outcome() == StubCall.Outcome.DISCONNECTED) {
                answering.interrupt();
            }
        }
    }

    private void answer(StubProtocol protocol, StubCall call) {
        try {
            StubProtocol.ParsedPrompt prompt = protocol.prompt(call.request());
            Scene scene = new Scene(call, protocol, prompt, server.reply(prompt), socket);
            boolean known = server.accepts(protocol, call.request());
            (known ? server.behaviour() : Behaviour.REFUSES_KEY).play(scene);
            call.end(StubCall.Outcome.ANSWERED);
        } catch (IOException e) {
            call.end(StubCall.Outcome.DISCONNECTED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            call.end(StubCall.Outcome.BROKEN);
            close();
            throw e;
        }
    }

    private void other(StubRequest request) throws IOException {
        Optional<String> page = server.page(request);
        if (page.isPresent()) {
            json(200, page.get());
            return;
        }
        StubProtocol protocol = PROTOCOLS.stream()
                .filter(each -> each.isListing(request))
                .findFirst()
                .orElse(null);
        if (protocol == null) {
            json(404, "{\"error\":\"not found\"}");
        } else if (!server.accepts(protocol, request)) {
            json(401, protocol.error(401, "Incorrect API key provided: " + protocol.key(request) + "."));
        } else if (server.isLoading()) {
            json(503, protocol.error(503, "Loading model"));
        } else {
            json(200, protocol.listing(server.models()));
        }
    }

    private void json(int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 %d Stub\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, bytes.length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
