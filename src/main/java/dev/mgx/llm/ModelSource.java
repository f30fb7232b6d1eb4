package dev.mgx.llm;

/** A source of models: a provider, or one model that answers for every name. Thread-safe. */
public interface ModelSource {
    /** The default model. */
    Model usual();

    /**
     * The model of this name. Does not contact the provider and does not block: an unknown name fails at its first
     * call, as {@link ModelFailed.Kind#UNKNOWN_MODEL}.
     */
    Model named(String name);

    /** A source of one model, whatever the name: the simulated model, or a recording. */
    static ModelSource only(Model model) {
        return new ModelSource() {
            @Override
            public Model usual() {
                return model;
            }

            @Override
            public Model named(String name) {
                return model;
            }
        };
    }
}
