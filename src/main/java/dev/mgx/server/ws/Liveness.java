package dev.mgx.server.ws;

import dev.mgx.time.MonotonicClock;

/** Whether a peer is still there and still reads. Used on one event loop only. */
final class Liveness {
    private final WebSocketLimits limits;
    private final WebSocketChannel channel;
    private final MonotonicClock monotonic;
    private long heardAt;
    private long progressedAt;
    private long pingedAt;
    private long progress;
    private long messagesSent;
    private long sentAt;

    /** The result of a check. */
    enum Verdict {
        ALIVE,
        PING,
        /** Nothing was received for too long. */
        IDLE,
        /** Nothing was read by the peer for too long. */
        STALLED
    }

    Liveness(WebSocketLimits limits, WebSocketChannel channel, MonotonicClock monotonic) {
        this.limits = limits;
        this.channel = channel;
        this.monotonic = monotonic;
        heardAt = monotonic.nanoTime();
        progressedAt = heardAt;
        pingedAt = heardAt;
        sentAt = heardAt;
    }

    /** Bytes were received. */
    void heard() {
        heardAt = monotonic.nanoTime();
    }

    /** Whether nothing was messagesSent for so long that an {@code alive} message is due; browsers do not expose pings. */
    boolean silent() {
        long now = monotonic.nanoTime();
        if (channel.messages() != messagesSent || !channel.isEmpty()) {
            messagesSent = channel.messages();
            sentAt = now;
        }
        return now - sentAt >= limits.alive().toNanos();
    }

    Verdict check() {
        long now = monotonic.nanoTime();
        if (!channel.hasRoom()) {
            heardAt = now; // pings queue behind unread data; until that is read, only stalling counts
        }
        if (channel.isEmpty() || channel.progress() != progress) {
            progress = channel.progress();
            progressedAt = now;
        }
        if (now - progressedAt >= limits.send().toNanos()) {
            return Verdict.STALLED;
        }
        if (now - heardAt >= limits.idle().toNanos()) {
            return Verdict.IDLE;
        }
        if (now - pingedAt >= limits.ping().toNanos() && channel.hasRoom()) {
            pingedAt = now;
            return Verdict.PING;
        }
        return Verdict.ALIVE;
    }
}
