package dev.mgx.llm.provider;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.ServerFacts;
import dev.mgx.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the models of one endpoint: learned on the first use, kept in a file, and brought up to date by every
 * call. Thread-safe.
 */
final class ModelProfiles {
    private static final Logger log = LoggerFactory.getLogger(ModelProfiles.class);

    /** Nothing is learned, remembered or known. */
    static final ModelProfiles OFF = new ModelProfiles(null, null);

    /** Users can choose any model name, so the oldest are dropped. */
    private static final int MAX_MODELS = 500;

    /** A server that could not be reached is not asked again sooner. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final @Nullable Profiling profiling;
    private final @Nullable Endpoint endpoint;
    private final ReentrantLock learning = new ReentrantLock();
    private final Map<String, KnownModel> byName = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KnownModel> eldest) {
            return size() > MAX_MODELS;
        }
    };

    ModelProfiles(@Nullable Profiling profiling, @Nullable Endpoint endpoint) {
        this.profiling = profiling;
        this.endpoint = endpoint;
    }

    /** What is known of the model. */
    ModelProfile of(String model) {
        return profiling == null
                ? ModelProfile.UNKNOWN
                : known(profiling, model).profile();
    }

    private synchronized KnownModel known(Profiling profiling, String model) {
        return byName.computeIfAbsent(
                model,
                name -> profiling
                        .file()
                        .find(place(), name)
                        .map(KnownModel::new)
                        .orElseGet(() -> new KnownModel(place(), name)));
    }

    private String place() {
        return endpoint == null ? "" : endpoint.baseUrl().toString();
    }

    /** Takes in what a call showed, whatever became of it. */
    void observe(String model, AnswerDraft draft) {
        if (profiling == null) {
            return;
        }
        KnownModel known = known(profiling, model);
        if (known.observe(draft.pace(), draft.outputTokens(), draft.isThoughtful())) {
            profiling.file().put(known.entry());
        }
    }

    /** Learns about the model, unless that has been done. One at a time: they may share one processor. */
    void learn(ProviderModel model, EndpointContext context) throws InterruptedException {
        if (profiling == null) {
            return;
        }
        KnownModel known = known(profiling, model.name());
        if (known.isLearned(context.clock().instant())) {
            return;
        }
        learning.lockInterruptibly();
        try {
            if (!known.isLearned(context.clock().instant())) {
                learn(known, model, context, profiling);
            }
        } finally {
            learning.unlock();
        }
    }

    private void learn(KnownModel known, ProviderModel model, EndpointContext context, Profiling profiling)
            throws InterruptedException {
        FactsLookup lookup = new FactsLookup(context, model.name());
        InstantSource clock = context.clock();
        try {
            Deadline time = new Deadline(context.monotonic(), profiling.atMost());
            ServerFacts facts = lookup.facts(time.left());
            boolean talks = context.endpoint().takesNoKey() && !known.isSame(facts.identity());
            Optional<FirstConversation.Findings> findings =
                    talks ? Optional.of(new FirstConversation(context, model).held(time.left())) : Optional.empty();
            ServerFacts loaded = talks ? lookup.facts(time.left()) : facts; // of a model that was not before
            facts = loaded.equals(ServerFacts.NONE) ? facts : loaded;
            Instant now = clock.instant();
            known.learned(facts, findings.orElse(null), now);
            if (!known.profile().equals(ModelProfile.UNKNOWN)) {
                profiling.file().put(known.entry());
            }
            log.info("{}: {}", model.name(), String.join(", ", known.profile().clauses()));
        } catch (ModelFailed e) {
            log.info("Nothing could be learned about {}: {}", model.name(), e.getMessage());
            known.failed(clock.instant().plus(RETRY));
        }
    }
}
