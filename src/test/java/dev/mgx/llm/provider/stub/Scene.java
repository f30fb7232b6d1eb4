package dev.mgx.llm.provider.stub;

import dev.mgx.llm.provider.stub.StubProtocol.Finish;
import dev.mgx.llm.provider.stub.StubProtocol.ParsedPrompt;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of one call for a {@link Behaviour}: the frames of the correct answer, and the means to send something
 * else.
 */
public final class Scene {
    private final StubCall call;
    private final StubProtocol protocol;
    private final ParsedPrompt prompt;
    private final List<String> pieces;
    private final Usage usage;
    private final Socket socket;
    private final OutputStream out;

    Scene(StubCall call, StubProtocol protocol, ParsedPrompt prompt, Reply reply, Socket socket) throws IOException {
        this.call = call;
        this.protocol = protocol;
        this.prompt = prompt;
        this.pieces = reply.pieces();
        this.usage = reply.usage();
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** The answer of the model and its usage. */
    record Reply(List<String> pieces, Usage usage) {}

    public StubCall call() {
        return call;
    }

    /** The complete answer as frames. */
    public List<String> frames() {
        return frames(Finish.STOP, usage);
    }

    /** The complete answer as frames, with this finish reason and usage. */
    List<String> frames(Finish finish, @Nullable Usage counted) {
        List<String> frames = unfinished();
        frames.addAll(protocol.closing(prompt, finish, counted));
        return frames;
    }

    /** The complete text as frames, without the closing ones. */
    List<String> unfinished() {
        List<String> frames = new ArrayList<>(protocol.opening(prompt, usage));
        pieces.forEach(piece -> frames.add(protocol.piece(prompt, piece)));
        return frames;
    }

    /** The first half of the text as frames. */
    List<String> half() {
        List<String> frames = unfinished();
        return frames.subList(0, Math.max(1, frames.size() / 2));
    }

    List<String> closing() {
        return protocol.closing(prompt, Finish.STOP, usage);
    }

    List<String> opening() {
        return protocol.opening(prompt, usage);
    }

    String piece(String text) {
        return protocol.piece(prompt, text);
    }

    String thinking(String text) {
        return protocol.thinking(prompt, text);
    }

    String errorFrame(String message) {
        return protocol.errorFrame(message);
    }

    String sentKey() {
        return protocol.key(call.request());
    }

    /** Starts a stream with the protocol's content type. */
    void beginStream() throws IOException {
        beginStream(protocol.contentType());
    }

    void beginStream(String contentType) throws IOException {
        raw("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(contentType));
    }

    void send(List<String> frames) throws IOException {
        for (String frame : frames) {
            send(frame);
        }
    }

    /** Sends the last frames. A client may disconnect after them without waiting for the end of the stream. */
    void sendLast(List<String> frames) throws IOException {
        send(frames.subList(0, frames.size() - 1));
        String last = frames.getLast();
        byte[] bytes = last.getBytes(StandardCharsets.UTF_8);
        call.frameSent();
        call.end(StubCall.Outcome.ANSWERED);
        raw(Integer.toHexString(bytes.length) + "\r\n" + last + "\r\n0\r\n\r\n");
    }

    /** Sends a frame as one chunk. */
    void send(String frame) throws IOException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        raw(Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        raw("\r\n");
        call.frameSent();
    }

    /** Ends the chunked stream properly. */
    void endStream() throws IOException {
        raw("0\r\n\r\n");
    }

    /** Sends an error response of the protocol, with additional header lines including their line breaks. */
    void error(int status, String headers, String message) throws IOException {
        whole(status, "application/json", headers, protocol.error(status, message));
    }

    /** Sends a response that is not a stream. */
    void whole(int status, String contentType, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        raw("HTTP/1.1 %d Stub\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(status, contentType, headers, bytes.length));
        out.write(bytes);
        out.flush();
    }

    /** Sends a whole response with a binary body. */
    void bytes(String head, byte[] body) throws IOException {
        call.frameSent();
        call.end(StubCall.Outcome.ANSWERED);
        raw(head);
        out.write(body);
        out.flush();
    }

    void raw(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Waits; returns false if the client disconnects meanwhile. */
    boolean pause(Duration time) throws InterruptedException {
        return call.awaitOutcome(time) == StubCall.Outcome.OPEN;
    }

    void waitForDisconnect() throws InterruptedException {
        while (pause(Duration.ofMinutes(1))) {
            // as long as it takes
        }
    }

    /** Closes the connection in the middle of the stream. */
    void cut() throws IOException {
        call.end(StubCall.Outcome.BROKEN);
        socket.close();
    }

    /** Resets the connection. */
    void reset() throws IOException {
        call.end(StubCall.Outcome.BROKEN);
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
