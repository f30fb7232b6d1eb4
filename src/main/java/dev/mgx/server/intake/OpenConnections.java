package dev.mgx.server.intake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections, up to a number of them, WebSockets too. Thread-safe. */
public final class OpenConnections {
    private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);

    /** So many more are answered: with 503, or with the server's health. */
    private static final int SURPLUS = 32;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final int most;
    private final HeaderTimeouts timeouts;
    private final Http1ServerConfig decoding;
    private final LoopFailure loopFailure;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<HttpConnection> surplus = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Channel listening; // known from the first connection on

    public OpenConnections(int most, HeaderTimeouts timeouts, Http1ServerConfig decoding, LoopFailure loopFailure) {
        this.most = most;
        this.timeouts = timeouts;
        this.decoding = decoding;
        this.loopFailure = loopFailure;
    }

    /** A connection was opened. On its event loop, before anything is read from it. */
    public void opened(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        listening = channel.parent();
        int now = open.incrementAndGet();
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            surplus.remove(connection);
        });
        if (now > most + SURPLUS) {
            connection.close();
            return;
        }
        if (now > most) {
            surplus.add(connection);
            if (now == most + 1) {
                log.warn("{} connections are open, as many as MGX_HTTP_MAX_CONNECTIONS allows", most);
            }
        }
        channel.pipeline().replace("httpDecoder", "httpDecoder", new HeadDecoder(decoding));
        channel.pipeline().addBefore("handler", "loop-failure", new Watch(loopFailure));
        connection.exceptionHandler(loopFailure::check);
        timeouts.opened(connection);
    }

    /** Whether it is one too many, and is told so. */
    public boolean isSurplus(HttpConnection connection) {
        return surplus.contains(connection);
    }

    public int count() {
        return open.get();
    }

    /** Accepts no more: whoever comes is refused by the system. Blocks for a moment. */
    public void refuse() throws InterruptedException {
        Channel accepting = listening;
        if (accepting != null && !accepting.close().await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            log.debug("The server still listens");
        }
    }

    /** Something failed on the event loop of a connection. */
    public void failed(Throwable failure) {
        loopFailure.check(failure);
    }

    /** Sees what fails while bytes are read, also after the connection has become a WebSocket. */
    private static final class Watch extends ChannelInboundHandlerAdapter {
        private final LoopFailure loopFailure;

        Watch(LoopFailure loopFailure) {
            this.loopFailure = loopFailure;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            loopFailure.check(failure);
            context.fireExceptionCaught(failure);
        }
    }
}
