package dev.mgx.server;

/** Whether a peer is still there and still reads. Used on one event loop only. */
final class Liveness {
    private final WebSocketLimits limits;
    private final Wire wire;
    private long heard = System.nanoTime();
    private long moved = heard;
    private long pinged = heard;
    private long progress;

    /** What is to be done about the peer. */
    enum Verdict {
        ALIVE,
        PING,
        /** Nothing received for too long. */
        IDLE,
        /** Nothing taken for too long. */
        STALLED
    }

    Liveness(WebSocketLimits limits, Wire wire) {
        this.limits = limits;
        this.wire = wire;
    }

    /** Something came in. */
    void heard() {
        heard = System.nanoTime();
    }

    Verdict check() {
        long now = System.nanoTime();
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
