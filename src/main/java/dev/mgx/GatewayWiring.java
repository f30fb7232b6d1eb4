package dev.mgx;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.CallDeadlines;
import dev.mgx.llm.GatewayLimits;
import dev.mgx.llm.ModelGateway;
import dev.mgx.llm.ModelRoster;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.MonotonicClock;
import dev.mgx.llm.RetryPolicy;
import dev.mgx.task.AgentRole;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the gateway to the models that the settings ask for. */
record GatewayWiring(Settings settings) {

    ModelGateway gateway(ModelSource source) {
        return new ModelGateway(
                source, roster(), limits(), MonotonicClock.SYSTEM, () -> ThreadLocalRandom.current().nextDouble());
    }

    private ModelRoster roster() {
        Map<AgentRole, String> byRole = new EnumMap<>(AgentRole.class);
        for (String entry : settings.list(Setting.MGX_ROLE_MODELS)) {
            String[] parts = entry.split("=", 2);
            byRole.put(AgentRole.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)), parts[1].strip());
        }
        return new ModelRoster(byRole, settings.list(Setting.MGX_FALLBACK_MODELS));
    }

    private GatewayLimits limits() {
        return new GatewayLimits(
                settings.number(Setting.LLM_MAX_CONCURRENCY),
                new CallDeadlines(
                        settings.duration(Setting.MGX_LLM_FIRST_TOKEN_TIMEOUT),
                        settings.duration(Setting.MGX_LLM_SILENCE_TIMEOUT),
                        settings.duration(Setting.MGX_LLM_CALL_TIMEOUT)),
                new RetryPolicy(
                        settings.number(Setting.MGX_LLM_MAX_ATTEMPTS),
                        settings.duration(Setting.MGX_LLM_RETRY_BASE),
                        settings.duration(Setting.MGX_LLM_RETRY_MAX),
                        RetryPolicy.PASSING),
                new AnswerLimits(
                        settings.number(Setting.MGX_LLM_MAX_OUTPUT_TOKENS),
                        settings.number(Setting.MGX_LLM_MAX_ANSWER_BYTES)));
    }
}
