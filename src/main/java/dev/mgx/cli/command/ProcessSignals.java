package dev.mgx.cli.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals to this process. Java's own way to them, {@code sun.misc.Signal} of the module jdk.unsupported, is called by
 * name, because every mention of it is a warning of the compiler.
 */
final class ProcessSignals {
    private static final Logger log = LoggerFactory.getLogger(ProcessSignals.class);

    private ProcessSignals() {}

    /**
     * Has a signal handled from now on, each time it comes, in place of what Java would do. Without that module, or if
     * Java was told to leave signals alone ({@code -Xrs}), what Java does remains.
     *
     * @param name without SIG, such as {@code HUP}
     * @param handler called on a thread of its own
     */
    static void on(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(handler);
            Object adapted = MethodHandleProxies.asInterfaceInstance(
                    handlerType, MethodHandles.dropArguments(run, 0, Object.class));
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handlerType).invoke(null, named, adapted);
        } catch (ReflectiveOperationException e) {
            log.debug("SIG{} keeps its usual meaning: {}", name, e.toString());
        }
    }
}
