package dev.mgx.llm.provider;

import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.http.AnswerPace;
import dev.mgx.llm.http.ServerFacts;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is known of one model. Its speeds are those in the middle of the last few calls. Thread-safe. */
final class KnownModel {
    private static final int REMEMBERED_CALLS = 5;
    /** A smaller change is not worth a write. */
    private static final double NOTABLE_CHANGE = 0.1;

    private final String endpoint;
    private final String model;
    private final Deque<Double> reading = new ArrayDeque<>();
    private final Deque<Double> writing = new ArrayDeque<>();
    private ModelProfile profile;
    private ModelProfile kept;
    private String identity;
    private Instant learnedAt = Instant.EPOCH;
    private boolean stored;
    private boolean learned;
    private Instant retryAt = Instant.MIN;

    KnownModel(String endpoint, String model) {
        this.endpoint = endpoint;
        this.model = model;
        profile = ModelProfile.UNKNOWN;
        kept = profile;
        identity = "";
    }

    /** As it was kept. */
    KnownModel(ProfileFile.Entry entry) {
        endpoint = entry.endpoint();
        model = entry.model();
        profile = entry.profile();
        kept = profile;
        identity = entry.identity();
        learnedAt = entry.learnedAt();
        stored = true;
        add(reading, profile.readPerSecond());
        add(writing, profile.writtenPerSecond());
    }

    private static void add(Deque<Double> speeds, @Nullable Double speed) {
        if (speed != null) {
            speeds.addLast(speed);
        }
        if (speeds.size() > REMEMBERED_CALLS) {
            speeds.removeFirst();
        }
    }

    synchronized ModelProfile profile() {
        return profile;
    }

    synchronized ProfileFile.Entry entry() {
        kept = profile;
        return new ProfileFile.Entry(endpoint, model, identity, learnedAt, profile);
    }

    /** Whether there is nothing to learn now. */
    synchronized boolean isLearned(Instant now) {
        return learned || now.isBefore(retryAt);
    }

    /** Whether what was kept is about the same model, and came of a conversation that was not too slow to be whole. */
    synchronized boolean isSame(String identity) {
        boolean whole = profile.keepsSchemas() != null || Boolean.TRUE.equals(profile.thinks());
        return stored && whole && this.identity.equals(identity);
    }

    synchronized void failed(Instant retryAt) {
        this.retryAt = retryAt;
    }

    /** @param findings null if there was no conversation: what is known of the model still holds */
    synchronized void learned(ServerFacts facts, FirstConversation.@Nullable Findings findings, Instant now) {
        if (findings != null) {
            reading.clear();
            writing.clear();
            add(reading, findings.readPerSecond());
            add(writing, findings.writtenPerSecond());
        }
        profile = new ModelProfile(
                facts.contextTokens(),
                facts.slots(),
                middle(writing),
                middle(reading),
                findings == null ? profile.keepsSchemas() : findings.keepsSchemas(),
                findings == null ? profile.thinks() : findings.thinks(),
                findings == null ? profile.stops() : findings.stops());
        identity = facts.identity();
        learnedAt = findings == null ? learnedAt : now;
        learned = true;
    }

    /** Takes in a call; whether that is worth keeping. */
    synchronized boolean observe(AnswerPace pace, long outputTokens, boolean thoughtful) {
        add(reading, boxed(pace.toldReading()));
        add(writing, boxed(pace.writing(outputTokens)));
        profile = new ModelProfile(
                profile.contextTokens(),
                profile.slots(),
                middle(writing),
                middle(reading),
                profile.keepsSchemas(),
                thoughtful ? Boolean.TRUE : profile.thinks(),
                profile.stops());
        return learned
                && (changed(kept.writtenPerSecond(), profile.writtenPerSecond())
                        || changed(kept.readPerSecond(), profile.readPerSecond())
                        || !Objects.equals(kept.thinks(), profile.thinks()));
    }

    private static @Nullable Double boxed(OptionalDouble speed) {
        return speed.isPresent() ? speed.getAsDouble() : null;
    }

    private static @Nullable Double middle(Deque<Double> speeds) {
        List<Double> sorted = speeds.stream().sorted().toList();
        return sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
    }

    private static boolean changed(@Nullable Double before, @Nullable Double now) {
        return now != null && (before == null || Math.abs(now - before) > NOTABLE_CHANGE * before);
    }
}
