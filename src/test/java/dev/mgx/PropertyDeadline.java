package dev.mgx;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Interrupts a property that is over its {@link PropertyTimeout} and has it fail. */
public final class PropertyDeadline implements AroundPropertyHook {

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        long seconds =
                context.containerClass().getAnnotation(PropertyTimeout.class).value();
        Thread caller = Thread.currentThread();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            var alarm = clock.schedule(caller::interrupt, seconds, TimeUnit.SECONDS);
            PropertyExecutionResult result = property.execute();
            if (alarm.cancel(false)) {
                clock.shutdownNow();
                return result;
            }
            Thread.interrupted(); // the alarm's, wherever it came
            return result.mapToFailed(new AssertionError("exceeded its " + seconds + " seconds"));
        }
    }
}
