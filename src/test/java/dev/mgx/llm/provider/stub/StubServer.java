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
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model server on loopback. Recognizes the protocol by the request path, answers like the simulated model, and
 * refuses every key but its own. Thread-safe.
 */
public final class StubServer implements AutoCloseable {
    private static final int BACKLOG = 1000;

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Ledger ledger = new Ledger();
    private final Queue<Behaviour> next = new ArrayDeque<>();
    private final String key;
    private Behaviour otherwise = Behaviour.WELL;
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private List<String> models = List.of("stub-model");
    private String only = "";
    private int loading;
    private Model mind = new SimulatedModel(Duration.ZERO, Mistake.NONE);

    private StubServer(String key) throws IOException {
        this.key = key;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("stub-accept").start(this::accept);
    }

    /** Starts a server on a free port; it is listening when this returns. */
    public static StubServer start() {
        return start("sk-stub-0123456789abcdefABCDEF");
    }

    /**
     * Starts a server with a given key.
     *
     * @param key the key that it accepts; empty to accept any
     */
    public static StubServer start(String key) {
        try {
            return new StubServer(key);
        } catch (IOException e) {
            throw new IllegalStateException("no stub server: " + e.getMessage(), e);
        }
    }

    /** Its address without a path: {@code http://127.0.0.1:PORT}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public String key() {
        return key;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Sets the behaviour of the next calls, one each, in this order. */
    public synchronized StubServer next(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
        return this;
    }

    /** Sets the behaviour of all calls not covered by {@link #next}; {@link Behaviour#WELL} by default. */
    public synchronized StubServer always(Behaviour behaviour) {
        otherwise = behaviour;
        return this;
    }

    /** Sets the models that it lists; it answers for any model. */
    public synchronized StubServer models(String... names) {
        models = List.of(names);
        return this;
    }

    /** Has the next listings of models, so many, answered as by a server that is loading its model. */
    public synchronized StubServer loads(int listings) {
        loading = listings;
        return this;
    }

    synchronized boolean isLoading() {
        return loading-- > 0;
    }

    /** Leaves one protocol only, by its name: addresses of the others are not found. */
    public synchronized StubServer only(String protocol) {
        only = protocol;
        return this;
    }

    synchronized boolean speaks(StubProtocol protocol) {
        return only.isEmpty() || only.equals(protocol.name());
    }

    /** Sets what it answers to any other request for this path, whatever the key. */
    public StubServer page(String path, String json) {
        pages.put(path, json);
        return this;
    }

    Optional<String> page(StubRequest request) {
        return Optional.ofNullable(pages.get(request.path()));
    }

    /** Sets the model that answers; the simulated model by default. */
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

    /** The answer of the model to this prompt. */
    Scene.Reply reply(StubProtocol.ParsedPrompt prompt) throws InterruptedException {
        Model thinking;
        synchronized (this) {
            thinking = mind;
        }
        List<String> pieces = new ArrayList<>();
        Prompt modelPrompt = new Prompt(RolePrompts.roleOf(prompt.system()), prompt.system(), prompt.user());
        Answer answer = thinking.answer(modelPrompt, AnswerLimits.DEFAULT, pieces::add);
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
