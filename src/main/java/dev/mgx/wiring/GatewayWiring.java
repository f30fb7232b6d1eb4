package dev.mgx.wiring;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.budget.BudgetLimits;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.gateway.CallDeadlines;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.llm.gateway.RetryPolicy;
import dev.mgx.task.AgentRole;
import dev.mgx.time.MonotonicClock;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Creates the model gateway from the settings. */
record GatewayWiring(Settings settings) {

    ModelGateway gateway(ModelSource source, MonotonicClock time) {
        return new ModelGateway(
                source,
                roster(),
                catalog(),
                limits(),
                time,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    private ModelCatalog catalog() {
        String file = settings.text(Setting.MGX_PRICES_FILE);
        if (file.isEmpty()) {
            return ModelCatalog.builtIn();
        }
        try {
            return ModelCatalog.builtIn().with(settings.path(Setting.MGX_PRICES_FILE));
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_PRICES_FILE is '%s', but %s".formatted(file, e.getMessage()));
        }
    }

    /** The size that is set for all windows; null if none is. */
    static @Nullable Integer contextTokens(Settings settings) {
        String tokens = settings.text(Setting.MGX_MODEL_CONTEXT_TOKENS);
        return tokens.equals("auto") ? null : Integer.valueOf(tokens);
    }

    private BudgetLimits budget() {
        String cost = settings.text(Setting.MGX_MAX_COST_USD);
        String tokens = settings.text(Setting.MGX_MAX_TOKENS);
        return new BudgetLimits(
                cost.equals("off") ? null : new BigDecimal(cost),
                settings.given(Setting.MGX_MAX_COST_USD),
                tokens.equals("off") ? null : Long.valueOf(tokens));
    }

    private ModelRoster roster() {
        Map<AgentRole, String> byRole = new EnumMap<>(AgentRole.class);
        for (String entry : settings.list(Setting.MGX_ROLE_MODELS)) {
            String[] parts = entry.split("=", 2);
            byRole.put(AgentRole.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)), parts[1].strip());
        }
        return new ModelRoster(byRole, settings.list(Setting.MGX_FALLBACK_MODELS));
    }

    GatewayLimits limits() {
        return new GatewayLimits(
                settings.number(Setting.LLM_MAX_CONCURRENCY),
                new CallDeadlines(
                        settings.duration(Setting.MGX_LLM_FIRST_TOKEN_TIMEOUT),
                        settings.duration(Setting.MGX_LLM_SILENCE_TIMEOUT),
                        settings.duration(Setting.MGX_LLM_CALL_TIMEOUT),
                        settings.given(Setting.MGX_LLM_FIRST_TOKEN_TIMEOUT),
                        settings.given(Setting.MGX_LLM_CALL_TIMEOUT)),
                new RetryPolicy(
                        settings.number(Setting.MGX_LLM_MAX_ATTEMPTS),
                        settings.duration(Setting.MGX_LLM_RETRY_BASE),
                        settings.duration(Setting.MGX_LLM_RETRY_MAX),
                        RetryPolicy.TRANSIENT),
                new AnswerLimits(
                        settings.number(Setting.MGX_LLM_MAX_OUTPUT_TOKENS),
                        settings.number(Setting.MGX_LLM_MAX_ANSWER_BYTES)),
                contextTokens(settings),
                budget(),
                settings.number(Setting.MGX_LLM_THINKING_TOKENS),
                settings.duration(Setting.MGX_MAX_TASK_DURATION));
    }
}
