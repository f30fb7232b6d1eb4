package dev.mgx.e2e;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Step;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.WebServer;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.stream.Streams;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Task;
import dev.mgx.task.VisualType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real server for the page's browser tests with a scripted team: {@code hostile} emits texts that attack the page,
 * {@code events N} emits that many events, {@code talk} streams the text of each message, {@code page} rewrites its
 * page for each message. The argument is the data folder; prints its address to standard output.
 */
final class ScriptedServer {
    private static final int BATCH = 500;

    private ScriptedServer() {}

    public static void main(String[] args) throws InterruptedException {
        EngineLimits limits =
                new EngineLimits(4, 100, Duration.ofMinutes(10), Duration.ofSeconds(5), Duration.ofSeconds(2));
        Store store = Store.open(
                Path.of(args[0]), Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
        Engine engine = Engine.start(store, new Script(), limits, Clock.systemUTC(), System::nanoTime, Recovery.RESUME);
        Streams streams = new Streams(store, Duration.ofSeconds(1));
        WebServer server = WebServer.start(ServerOptions.on("127.0.0.1", 0), store, engine, streams);
        System.out.println("MGX Engine listens on http://127.0.0.1:" + server.port());
        Thread.currentThread().join();
    }

    private record Done(String what) {}

    /** Writes events for a message. */
    private interface MessageWriter {
        void write(Step step, String text) throws InterruptedException;
    }

    private static final class Script implements Workflow {
        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of("simulated", false, "model", "scripted");
        }

        @Override
        public WorkflowResult run(Run run) throws InterruptedException {
            String requirement = run.task().inputPrompt();
            if (requirement.startsWith("events ")) {
                return many(
                        run,
                        Integer.parseInt(
                                requirement.substring("events ".length()).strip()));
            }
            return switch (requirement) {
                case "talk" -> talk(run, Script::piece);
                case "page" -> talk(run, Script::page);
                default -> hostile(run);
            };
        }

        /** Writes events for each message; ends with the message "end". */
        private static WorkflowResult talk(Run run, MessageWriter writer) throws InterruptedException {
            run.step("speech", Done.class, step -> {
                step.emit(
                        EventDraft.of(EventType.AGENT_START, "Writing a speech").by(AgentRole.EDITOR));
                return new Done("");
            });
            for (int round = 1; ; round++) {
                Map<String, @Nullable Object> message = run.receive(
                                "listen-" + round,
                                "messages",
                                Duration.ofMinutes(5),
                                EventDraft.of(EventType.LOG, "Listening"),
                                answer -> answer)
                        .orElse(Map.of());
                String text = String.valueOf(message.get("content"));
                if (text.equals("end")) {
                    return new WorkflowResult.Succeeded("Spoken", Map.of("summary", "Spoken", "verified", true));
                }
                run.step("say-" + round, Done.class, step -> {
                    step.emit(EventDraft.of(EventType.AGENT_START, "Saying " + text)
                            .by(AgentRole.EDITOR));
                    writer.write(step, text);
                    return new Done(text);
                });
            }
        }

        private static void piece(Step step, String text) throws InterruptedException {
            step.emit(EventDraft.of(EventType.MESSAGE_DELTA, text)
                    .by(AgentRole.EDITOR)
                    .with("content", text));
        }

        private static void page(Step step, String text) {
            step.conclude(EventDraft.of(EventType.MESSAGE, "The page is written")
                    .by(AgentRole.EDITOR)
                    .file("index.html")
                    .visual(VisualType.CODE)
                    .with("content", text));
            step.save(new ArtifactDraft("index.html", "<!doctype html><h1>" + text + "</h1>", AgentRole.EDITOR));
        }

        private static WorkflowResult hostile(Run run) throws InterruptedException {
            run.step("attack", Done.class, step -> {
                for (EventDraft draft : HostileTexts.events()) {
                    step.emit(draft.by(AgentRole.ENGINEER));
                }
                HostileTexts.files()
                        .forEach((path, content) -> step.save(new ArtifactDraft(path, content, AgentRole.ENGINEER)));
                return new Done("");
            });
            return new WorkflowResult.Succeeded(
                    HostileTexts.SCRIPT,
                    Map.of("summary", HostileTexts.SCRIPT, "verified", true, "how_to_run", HostileTexts.SCRIPT));
        }

        /** A mix as in a long task: a third deltas, a third output, a third messages and logs. */
        private static WorkflowResult many(Run run, int count) throws InterruptedException {
            int steps = Math.max(1, count / 1000);
            for (int number = 1; number <= steps; number++) {
                int which = number;
                run.step("step-" + number, Done.class, step -> {
                    step.emit(EventDraft.of(EventType.AGENT_START, "Working on part " + which)
                            .by(AgentRole.ENGINEER)
                            .with("progress", (double) which / (steps + 1)));
                    fill(step, count / steps - 2);
                    step.conclude(EventDraft.of(EventType.AGENT_COMPLETE, "Part is done")
                            .by(AgentRole.ENGINEER));
                    return new Done("");
                });
            }
            return new WorkflowResult.Succeeded("Filled", Map.of("summary", "Filled", "verified", true));
        }

        private static void fill(Step step, int count) throws InterruptedException {
            List<EventDraft> batch = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                batch.add(one(i).by(AgentRole.ENGINEER));
                if (batch.size() == BATCH || i == count - 1) {
                    step.emit(batch);
                    batch = new ArrayList<>();
                }
            }
        }

        private static EventDraft one(int i) {
            return switch (i % 3) {
                case 0 ->
                    EventDraft.of(EventType.MESSAGE_DELTA, "word ".repeat(40))
                            .with("content", "word ".repeat(40))
                            .with("status", "drafting");
                case 1 ->
                    EventDraft.of(EventType.EXECUTION_STREAM, "line %d of output".formatted(i))
                            .visual(VisualType.EXECUTION)
                            .with("stream_type", "stdout")
                            .with("line", "line %d of output".formatted(i));
                default ->
                    i % 2 == 0
                            ? EventDraft.of(EventType.LOG, "Event %d: something was looked at".formatted(i))
                            : EventDraft.of(EventType.MESSAGE, "Thought " + i)
                                    .visual(VisualType.MESSAGE)
                                    .with(
                                            "content",
                                            "**Thought %d**: a text with `code`, and\n\n- a list\n- of two"
                                                    .formatted(i));
            };
        }
    }
}
