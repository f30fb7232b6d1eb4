package dev.mgx.llm;

/** Where models come from: a provider, or one model that stands in for all. Thread-safe. */
public interface ModelSource {
    /** The model that answers where nobody names another. */
    Model usual();

    /**
     * The provider's model of this name. Asks nobody and does not block: a name that the provider does not
     * know shows at its first call, as {@link ModelFailed.Kind#UNKNOWN_MODEL}.
     */
    Model named(String name);

    /** One model, whatever the name: the simulated model, or a recording, knows no others. */
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
