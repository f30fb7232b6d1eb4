package dev.mgx.app;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.mgx.server.http.RequestLog;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Configures logging: to standard error, from the level in the system property {@value #LEVEL}, in lines for people or in
 * JSON. Written in Java because parsing XML took a third of the start time of a command. A configuration file given by
 * {@code -Dlogback.configurationFile} replaces this configuration.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    static final String LEVEL = "mgx.log.level";

    private static final String APPENDER = "stderr";

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg%asked%n%ex";

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logs);
        console.setName(APPENDER);
        console.setTarget("System.err");
        console.setEncoder(encoder(logs, layout(logs)));
        console.start();
        Logger root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
        root.addAppender(console);
        if (Level.WARN.equals(root.getLevel())) { // a command asks its own server, and says itself what was answered
            logs.getLogger(RequestLog.class).setLevel(Level.ERROR);
        }
        logs.getLogger("org.flywaydb").setLevel(Level.WARN);
        logs.getLogger("io.vertx").setLevel(Level.WARN); // says at each start that names are resolved as Java does
        logs.getLogger("org.sqlite.SQLiteJDBCLoader").setLevel(Level.OFF); // who loads it says what failed
        // Warns, with a trace, of each connection that comes in the moment in which a server stops listening.
        logs.getLogger("io.netty.bootstrap.ServerBootstrap").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext logs, Layout<ILoggingEvent> layout) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(logs);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    /** A line for each event; what clients, models and programs wrote can neither forge a line nor command a terminal. */
    static PatternLayout layout(LoggerContext logs) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(logs);
        layout.getInstanceConverterMap().put("msg", EscapedMessage::new);
        layout.getInstanceConverterMap().put("asked", AskedBy::new);
        layout.getInstanceConverterMap().put("ex", EscapedThrowable::new);
        layout.setPattern(PATTERN);
        layout.start();
        return layout;
    }

    /** From now on logs what is of this level or above. */
    static void level(String level) {
        context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level));
        context().getLogger(RequestLog.class).setLevel(null); // that of the root
    }

    /** From now on writes each event as a JSON object on a line. */
    static void json() {
        LoggerContext logs = context();
        if (logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                instanceof ConsoleAppender<ILoggingEvent> console) {
            JsonLayout layout = new JsonLayout();
            layout.setContext(logs);
            layout.start();
            console.setEncoder(encoder(logs, layout));
        }
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
