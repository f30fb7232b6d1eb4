package dev.mgx.llm.provider.stub;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.Prompt;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model server on loopback. It knows each protocol by the path that is asked for, answers what the
 * simulated model answers the role whose prompt it is, and refuses every key but its own. Thread-safe.
 */
public final class StubServer implements AutoCloseable {
    private static final int BACKLOG = 1000;

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Ledger ledger = new Ledger();
    private final Queue<Behaviour> next = new ArrayDeque<>();
    private final String key;
    private Behaviour otherwise = Behaviour.WELL;
    private List<String> models = List.of("stub-model");
    private Model mind = new SimulatedModel(Duration.ZERO, Mistake.NONE);

    private StubServer(String key) throws IOException {
        this.key = key;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("stub-accept").start(this::accept);
    }

    /** Starts a server on a free port; it listens when this returns. */
    public static StubServer start() {
        return start("sk-stub-0123456789abcdefABCDEF");
    }

    /**
     * Starts a server with a key of one's own.
     *
     * @param key the one that it accepts; empty accepts anybody
     */
    public static StubServer start(String key) {
        try {
            return new StubServer(key);
        } catch (IOException e) {
            throw new IllegalStateException("no stub server: " + e.getMessage(), e);
        }
    }

    /** Where it listens, without a path: {@code http://127.0.0.1:PORT}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public String key() {
        return key;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** What it does with the next calls, one each, in this order. */
    public synchronized StubServer next(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
        return this;
    }

    /** What it does with every call that {@link #next} says nothing of; answers well until told. */
    public synchronized StubServer always(Behaviour behaviour) {
        otherwise = behaviour;
        return this;
    }

    /** The models that it lists; it answers for any. */
    public synchronized StubServer models(String... names) {
        models = List.of(names);
        return this;
    }

    /** Who answers; the simulated model until told. */
    public synchronized StubServer mind(Model model) {
        mind = model;
        return this;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().name("stub-connection").start(() -> {
                    new StubConnection(this, socket).serve();
                    open.remove(socket);
                });
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    boolean accepts(StubProtocol protocol, StubRequest request) {
        return key.isEmpty() || !protocol.takesKeys() || protocol.key(request).equals(key);
    }

    synchronized Behaviour behaviour() {
        Behaviour first = next.poll();
        return first == null ? otherwise : first;
    }

    synchronized List<String> models() {
        return models;
    }

    /** What the mind says to this. */
    Scene.Reply reply(StubProtocol.StubPrompt asked) throws InterruptedException {
        Model thinking;
        synchronized (this) {
            thinking = mind;
        }
        List<String> pieces = new ArrayList<>();
        Prompt prompt = new Prompt(RolePrompts.roleOf(asked.system()), asked.system(), asked.user());
        Answer answer = thinking.answer(prompt, AnswerLimits.DEFAULT, pieces::add);
        return new Scene.Reply(pieces, answer.usage());
    }

    /** Closes every connection. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
