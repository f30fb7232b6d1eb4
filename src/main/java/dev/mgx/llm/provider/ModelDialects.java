package dev.mgx.llm.provider;

import dev.mgx.llm.http.Dialect;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** In which dialect each model of an endpoint is asked: in the usual one, until another was found to be the one it knows. Thread-safe. */
final class ModelDialects {
    private static final Logger log = LoggerFactory.getLogger(ModelDialects.class);

    /** Users can choose any model name, so the oldest entries are dropped; that costs one request. */
    private static final int MAX_MODELS = 500;

    private final Dialect usual;
    private final Map<String, Dialect> others = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Dialect> eldest) {
            return size() > MAX_MODELS;
        }
    };

    ModelDialects(Dialect usual) {
        this.usual = usual;
    }

    Dialect usual() {
        return usual;
    }

    synchronized Dialect of(String model) {
        return others.getOrDefault(model, usual);
    }

    /** Remembers that a model answers in this dialect and not in the usual one, and logs it the first time. */
    synchronized void prefer(String model, Dialect dialect) {
        if (others.put(model, dialect) == null) {
            log.info("{} answers by {} only; asking by it from now on", model, dialect.title());
        }
    }
}
