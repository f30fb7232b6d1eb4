package dev.mgx.bench.start;

import io.vertx.core.Vertx;

/** A bare Vert.x server that says hello: as little as a server can be. */
final class HelloServer {
    private HelloServer() {}

    public static void main(String[] args) throws Exception {
        var _ = Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.response().end("hello"))
                .listen(Integer.parseInt(args[0]), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }
}
