package dev.mgx.llm.provider;

import dev.mgx.llm.http.Endpoint;
import dev.mgx.llm.http.OptionalField;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server turned out not to know, for each model, so that it is asked once only. Thread-safe. */
final class UnsupportedFields {
    private static final Logger log = LoggerFactory.getLogger(UnsupportedFields.class);

    /** People may name models as they like; the oldest are forgotten, which costs a request. */
    private static final int MOST_MODELS = 500;

    private final AtomicBoolean saidEstimated = new AtomicBoolean();
    private final Map<String, Set<OptionalField>> byModel = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<OptionalField>> eldest) {
            return size() > MOST_MODELS;
        }
    };

    synchronized boolean contains(String model, OptionalField field) {
        return byModel.getOrDefault(model, Set.of()).contains(field);
    }

    /** Remembers it, and says so the first time. */
    synchronized void add(String model, OptionalField field) {
        if (byModel.computeIfAbsent(model, name -> new HashSet<>()).add(field)) {
            log.info(
                    "{} does not know {}: it is left out from now on",
                    model,
                    field.parts().getFirst());
        }
    }

    /** Says it once. */
    void sayThatTokensAreEstimated(Endpoint endpoint) {
        if (saidEstimated.compareAndSet(false, true)) {
            log.warn("{} counts no tokens: they are estimated, and so is what they cost", endpoint.title());
        }
    }
}
