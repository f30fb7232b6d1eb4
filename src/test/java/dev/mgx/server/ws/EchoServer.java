package dev.mgx.server.ws;

import dev.mgx.server.ServerOptions;
import dev.mgx.server.WebServer;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.concurrent.TimeUnit;

/**
 * Echoes messages. It uses the transport of {@link WebServer} and, for each socket, the same parts as
 * {@link WebSocketSession}: the frame filter, the channel and the message assembler.
 */
public final class EchoServer implements AutoCloseable {
    private final ServerOptions options;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer http;

    private EchoServer(ServerOptions options) {
        this.options = options;
        http = vertx.createHttpServer(WebServer.transport(options))
                .requestHandler(request -> request.toWebSocket().onSuccess(Echo::new));
    }

    public static EchoServer start(ServerOptions options) {
        EchoServer server = new EchoServer(options);
        await(server.http.listen());
        return server;
    }

    public int port() {
        return http.actualPort();
    }

    private final class Echo implements FrameFilter.Listener {
        private final ServerWebSocket socket;
        private final WebSocketChannel channel;
        private final MessageAssembler assembler =
                new MessageAssembler(options.webSocket().maxMessageBytes());
        private Buffer bytes = Buffer.buffer();
        private boolean closing;

        private Echo(ServerWebSocket socket) {
            this.socket = socket;
            channel = WebSocketChannel.of(socket, this, () -> {});
            socket.frameHandler(this::frame);
        }

        @Override
        public void received() {}

        @Override
        public void corrupted(CorruptedWebSocketFrameException wrong) {
            channel.failed(wrong);
        }

        @Override
        public boolean isClosing() {
            return closing;
        }

        private void frame(WebSocketFrame frame) {
            if (closing || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
                return;
            }
            bytes = frame.isContinuation() ? bytes : Buffer.buffer();
            bytes.appendBuffer(frame.binaryData());
            Future<Void> done = switch (assembler.add(frame)) {
                case MessageAssembler.Result.Incomplete() -> Future.succeededFuture();
                case MessageAssembler.Result.Message(String text) -> socket.writeTextMessage(text);
                case MessageAssembler.Result.Binary() -> socket.writeBinaryMessage(bytes);
                case MessageAssembler.Result.TooBig() -> close(CloseCode.TOO_BIG);
                case MessageAssembler.Result.NotUtf8() -> close(CloseCode.INVALID_DATA);
            };
            done.onFailure(gone -> channel.end(true));
        }

        private Future<Void> close(CloseCode code) {
            closing = true;
            return socket.close(code.number());
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
