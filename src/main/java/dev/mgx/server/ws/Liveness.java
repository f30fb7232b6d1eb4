package dev.mgx.server.ws;

import dev.mgx.time.MonotonicClock;

/** Whether a peer is still there and still reads. Used on one event loop only. */
final class Liveness {
    private final WebSocketLimits limits;
    private final WebSocketChannel wire;
    private final MonotonicClock monotonic;
    private long heard;
    private long moved;
    private long pinged;
    private long progress;
    private long sent;
    private long spoke;

    /** What is to be done about the peer. */
    enum Verdict {
        ALIVE,
        PING,
        /** Nothing received for too long. */
        IDLE,
        /** Nothing taken for too long. */
        STALLED
    }

    Liveness(WebSocketLimits limits, WebSocketChannel wire, MonotonicClock monotonic) {
        this.limits = limits;
        this.wire = wire;
        this.monotonic = monotonic;
        heard = monotonic.nanoTime();
        moved = heard;
        pinged = heard;
        spoke = heard;
    }

    /** Something came in. */
    void heard() {
        heard = monotonic.nanoTime();
    }

    /** Whether the peer was sent nothing for so long that it has to be told that we are there: it may see no pings. */
    boolean silent() {
        long now = monotonic.nanoTime();
        if (wire.messages() != sent || !wire.isEmpty()) {
            sent = wire.messages();
            spoke = now;
        }
        return now - spoke >= limits.alive().toNanos();
    }

    Verdict check() {
        long now = monotonic.nanoTime();
        if (!wire.hasRoom()) {
            heard = now; // it gets to our pings when it has read what is before them; until then only stalling counts
        }
        if (wire.isEmpty() || wire.progress() != progress) {
            progress = wire.progress();
            moved = now;
        }
        if (now - moved >= limits.send().toNanos()) {
            return Verdict.STALLED;
        }
        if (now - heard >= limits.idle().toNanos()) {
            return Verdict.IDLE;
        }
        if (now - pinged >= limits.ping().toNanos() && wire.hasRoom()) {
            pinged = now;
            return Verdict.PING;
        }
        return Verdict.ALIVE;
    }
}
