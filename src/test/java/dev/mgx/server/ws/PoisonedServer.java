package dev.mgx.server.ws;

import dev.mgx.engine.Step;
import dev.mgx.server.Served;
import dev.mgx.server.ServerOptions;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * A server of {@link PoisonedBuffers} in a process of its own. Arguments: data folder, number of steps. Prints its port
 * and its task, which emits some more events for each line of input; when it has told everybody, how many buffers were
 * poisoned.
 */
final class PoisonedServer {
    private static final long SEED = 25;

    private PoisonedServer() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        int steps = Integer.parseInt(args[1]);
        Random random = new Random(SEED);
        Semaphore allowed = new Semaphore(0);
        try (Served served = new Served(
                Path.of(args[0]),
                run -> {
                    run.step("talk", String.class, step -> {
                        talk(step, steps, allowed, random);
                        return "";
                    });
                    return Served.done("Built");
                },
                ServerOptions.on("127.0.0.1", 0))) {
            System.out.println(served.port() + " " + served.create());
            int read = System.in.read();
            while (read >= 0 && read != '.') { // then the watchers are done
                allowed.release(read == '\n' ? 1 : 0);
                read = System.in.read();
            }
        }
        for (int i = 0; i < 5; i++) {
            System.gc(); // so that what leaked is found
        }
        System.out.println("poisoned " + PoisonedBuffers.poisoned());
        System.exit(0);
    }

    private static void talk(Step step, int steps, Semaphore allowed, Random random) throws InterruptedException {
        for (int i = 0; i < steps; i++) {
            allowed.acquire();
            List<EventDraft> drafts = new ArrayList<>();
            for (int event = 0; event <= random.nextInt(4); event++) {
                drafts.add(any(random, i / (double) steps));
            }
            step.emit(drafts);
        }
    }

    /** An event of any size, of which some lead to a state. */
    private static EventDraft any(Random random, double progress) {
        int length = random.nextInt(40) == 0 ? random.nextInt(40_000) : random.nextInt(1_000);
        EventType type = random.nextInt(3) == 0 ? EventType.MESSAGE_DELTA : EventType.LOG;
        EventDraft draft = EventDraft.of(type, "äx€🙂".repeat(length / 5));
        return type == EventType.LOG && random.nextInt(3) == 0 ? draft.with("progress", progress) : draft;
    }
}
