package dev.mgx.llm.provider;

import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.http.OptionalField;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers for each model which optional request fields the server does not support. Thread-safe. */
final class UnsupportedFields {
    private static final Logger log = LoggerFactory.getLogger(UnsupportedFields.class);

    /** Users can choose any model name, so the oldest entries are dropped; that costs one request. */
    private static final int MAX_MODELS = 500;

    private final AtomicBoolean warned = new AtomicBoolean();
    private final Map<String, Set<OptionalField>> byModel = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<OptionalField>> eldest) {
            return size() > MAX_MODELS;
        }
    };

    synchronized boolean contains(String model, OptionalField field) {
        return byModel.getOrDefault(model, Set.of()).contains(field);
    }

    /** Remembers the field, and logs it the first time. */
    synchronized void add(String model, OptionalField field) {
        if (byModel.computeIfAbsent(model, name -> new HashSet<>()).add(field)) {
            log.info("{} does not support {}; asking without from now on", model, field.name());
        }
    }

    /** Logs it once. */
    void warnThatTokensAreEstimated(Endpoint endpoint) {
        if (warned.compareAndSet(false, true)) {
            log.warn("{} reports no token usage; tokens and cost are estimated", endpoint.title());
        }
    }
}
