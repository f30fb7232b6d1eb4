package dev.mgx.server.http;

import dev.mgx.server.intake.Overloaded;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives bodies that may be large into temporary files, a few at a time. Used on event loops. */
final class UploadReader {
    /** Each may fill the temporary folder with as much as one upload may have. */
    private static final int MOST_AT_ONCE = 4;

    /** Slower clients are not waited for: this much within the time that any other body has for all of it. */
    private static final int BYTES_A_TIMEOUT = 256 * 1024;

    private final Vertx vertx;
    private final HttpLimits limits;
    private final AtomicInteger open = new AtomicInteger();

    UploadReader(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Calls one of the two, once: with the file, which is the caller's, or with the reason; none if the client goes away. */
    void read(HttpServerRequest request, Consumer<Path> received, Consumer<Response> rejected) {
        if (open.incrementAndGet() > MOST_AT_ONCE) {
            open.decrementAndGet();
            rejected.accept(ExceptionMapper.reply(
                    new Overloaded("%d projects are being uploaded; try again".formatted(MOST_AT_ONCE))));
            return;
        }
        new Upload(request, received, rejected).begin();
    }

    private final class Upload {
        private final HttpServerRequest request;
        private final Consumer<Path> received;
        private final Consumer<Response> rejected;
        private final long timer;
        private @Nullable String name;
        private @Nullable AsyncFile file;
        private long bytes;
        private long bytesBefore;
        private boolean finished;

        Upload(HttpServerRequest request, Consumer<Path> received, Consumer<Response> rejected) {
            this.request = request;
            this.received = received;
            this.rejected = rejected;
            timer = vertx.setPeriodic(limits.bodyTimeout().toMillis(), tick -> requireProgress());
        }

        void begin() {
            request.pause();
            request.exceptionHandler(gone -> drop());
            vertx.fileSystem()
                    .createTempFile("mgx-source-", ".zip", "rw-------")
                    .compose(created -> {
                        name = created;
                        return vertx.fileSystem().open(created, new OpenOptions().setTruncateExisting(true));
                    })
                    .onSuccess(this::receive)
                    .onFailure(this::fail);
        }

        private void receive(AsyncFile opened) {
            file = opened;
            if (finished) {
                discard();
                return;
            }
            opened.exceptionHandler(this::fail);
            opened.drainHandler(drained -> request.resume());
            request.handler(piece -> add(opened, piece));
            request.endHandler(end -> complete(opened));
            request.resume();
        }

        private void add(AsyncFile opened, Buffer piece) {
            if (finished) {
                return;
            }
            bytes += piece.length();
            if (bytes > limits.uploads().maxBytes()) {
                reject(Response.of(tooLarge()));
                return;
            }
            opened.write(piece).onFailure(this::fail);
            if (opened.writeQueueFull()) {
                request.pause();
            }
        }

        private void complete(AsyncFile opened) {
            if (!finished) {
                opened.close()
                        .onSuccess(closed -> {
                            if (finish()) {
                                received.accept(Path.of(String.valueOf(name)));
                            }
                        })
                        .onFailure(this::fail);
            }
        }

        private void requireProgress() {
            if (bytes - bytesBefore < BYTES_A_TIMEOUT) {
                reject(Response.of(Problem.of(
                        ProblemType.BODY_TIMEOUT,
                        "Less than %d bytes of the body came within %d seconds"
                                .formatted(BYTES_A_TIMEOUT, limits.bodyTimeout().toSeconds()))));
            }
            bytesBefore = bytes;
        }

        private void fail(Throwable why) {
            reject(ExceptionMapper.reply(why));
        }

        private void reject(Response why) {
            if (finish()) {
                discard();
                request.resume(); // what still comes is thrown away
                rejected.accept(why);
            }
        }

        private void drop() {
            if (finish()) {
                discard();
            }
        }

        /** Whether this was the first end. */
        private boolean finish() {
            boolean first = !finished;
            finished = true;
            if (first) {
                vertx.cancelTimer(timer);
                open.decrementAndGet();
            }
            return first;
        }

        private void discard() {
            AsyncFile opened = file;
            String created = name;
            if (opened != null) {
                opened.close().onComplete(closed -> vertx.fileSystem().delete(String.valueOf(created)));
            } else if (created != null) {
                vertx.fileSystem().delete(created);
            }
        }
    }

    Problem tooLarge() {
        return Problem.of(
                ProblemType.SOURCE_TOO_LARGE,
                "The zip may have at most %,d bytes".formatted(limits.uploads().maxBytes()));
    }
}
