package dev.mgx.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.HeldWriter;
import dev.mgx.server.Served;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.ws.RawWatcher.Frame;
import dev.mgx.store.sql.PendingWrite;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("websocket")
@Timeout(60)
class MisbehavingWatcherTest {
    private static final int BIG = 600_000;

    /** Short timeouts, so that disconnects are quick; the slow reader takes twice as long in total. */
    private static final WebSocketLimits IMPATIENT = new WebSocketLimits(
            Duration.ofMillis(1500),
            Duration.ofMillis(1500),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofSeconds(15),
            Duration.ofMillis(500),
            64 * 1024);

    @TempDir
    static Path folder;

    private static Served served;
    private String id;

    /** Emits one big event and many medium ones, some megabytes in total. */
    @BeforeAll
    static void start() throws Exception {
        ServerOptions quick = Served.QUICK;
        served = new Served(
                folder,
                run -> {
                    run.step("much", String.class, step -> {
                        step.emit(EventDraft.of(EventType.LOG, "x".repeat(BIG)));
                        step.emit(Collections.nCopies(100, EventDraft.of(EventType.LOG, "y".repeat(20_000))));
                        return "";
                    });
                    return Served.done("Built");
                },
                new ServerOptions(
                        quick.host(),
                        quick.port(),
                        quick.http(),
                        IMPATIENT,
                        IntakeLimits.DEFAULT,
                        quick.origins(),
                        quick.monotonic()));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @BeforeEach
    void create() {
        id = served.create();
    }

    @AfterEach
    void awaitNobodyWatching() throws Exception {
        Await.until(() -> served.server().watchers() == 0 && served.streams().watchers() == 0);
    }

    private RawWatcher connect(String query) throws IOException {
        return RawWatcher.connect(served, id, query);
    }

    @Test
    void resetsAClientThatLivesAndReadsNothing() throws Exception {
        try (RawWatcher watcher = connect("")) {
            watcher.pongUntilGone();
            awaitNobodyWatching();
        }
    }

    @Test
    void delaysNobodyForAClientThatReadsNothing() throws Exception {
        try (RawWatcher deaf = connect("")) {
            TestWatcher quick = TestWatcher.connect(served, id, "");
            quick.awaitClose();
            assertThat(quick.eventIds()).hasSize(104);
            assertThat(quick.code()).isEqualTo(1000);
            deaf.pongUntilGone();
        }
    }

    @Test
    void givesASlowReaderEverything() throws Exception {
        try (RawWatcher watcher = connect("")) {
            watcher.setPace(8 * 1024, 10);
            int events = 0;
            int states = 0;
            Frame frame = watcher.read();
            while (frame.opcode() != RawWatcher.CLOSE) {
                String text = StandardCharsets.UTF_8.decode(frame.payload()).toString();
                events += text.startsWith("{\"type\":\"event\"") ? 1 : 0;
                states += text.startsWith("{\"type\":\"state\"") && text.contains("SUCCEEDED") ? 1 : 0;
                frame = watcher.read();
            }
            assertThat(events).isEqualTo(104);
            assertThat(states).isEqualTo(1);
            assertThat(frame.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void endsTheConnectionOfAClientThatDoesNotAnswerTheClose() throws Exception {
        try (RawWatcher watcher = connect("")) {
            assertThat(watcher.awaitClose()).isEqualTo(1000);
            watcher.awaitEnd();
            awaitNobodyWatching();
        }
    }

    @Test
    void closesAClientFromWhichNothingComes() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            watcher.sendBytes(HexFormat.of().parseHex("8185")); // half a frame
            assertThat(watcher.awaitClose()).isEqualTo(1001);
            watcher.awaitEnd();
            awaitNobodyWatching();
        }
    }

    @Test
    void letsAClientGoThatClosesAndDoesNotRead() throws Exception {
        try (RawWatcher watcher = connect("")) {
            assertThat(watcher.readText()).contains("connected");
            watcher.send(RawWatcher.CLOSE, true, HexFormat.of().parseHex("03e8"));
            watcher.pongUntilGone();
            awaitNobodyWatching();
        }
    }

    @Test
    void forgetsAClientAtOnceThatIsCutOff() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            assertThat(watcher.readText()).contains("connected");
        }
    }

    @Test
    void takesAMessageOfTheGreatestSizeAndNoLongerOne() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            watcher.send(RawWatcher.TEXT, true, new byte[64 * 1024]);
            awaitError(watcher);
            watcher.send(RawWatcher.TEXT, true, new byte[64 * 1024 + 1]);
            assertThat(watcher.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void closesAMessageThatIsTooLongInAllItsFrames() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            watcher.send(RawWatcher.TEXT, false, new byte[0]);
            watcher.send(0, false, new byte[40_000]);
            watcher.send(0, false, new byte[40_000]);
            assertThat(watcher.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void readsTheWholeCloseOfAnEnormousMessage() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            watcher.send(RawWatcher.TEXT, true, new byte[2_000_000]);
            assertThat(watcher.awaitClose()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "81ff000000000640000000000000, 1009, a frame of 100 MB",
        "c18000000000, 1002, a reserved bit",
        "838000000000, 1002, an opcode that is none",
        "098000000000, 1002, a ping in pieces",
        "808000000000, 1002, a continuation of nothing",
        "8103616263, 1002, not masked",
        "818100000000ff, 1007, not UTF-8",
        "818300000000eda080, 1007, half a surrogate pair",
        "88820000000003f4, 1002, the close code of a server that restarts",
        "88820000000003f6, 1002, the close code of a gateway",
        "8882000000000000, 1002, no close code",
        "88820000000003e7, 1002, a close code below 1000",
        "88820000000003ec, 1002, a close code that means nothing",
        "88820000000003ed, 1002, the close code for none",
        "88820000000003ee, 1002, the close code of a connection that broke",
        "88820000000003f7, 1002, the close code of a failed TLS handshake",
        "88820000000003f8, 1002, a close code of a protocol to come",
        "8882000000000bb7, 1002, the last one of those",
        "8882000000001388, 1002, a close code above 4999",
        "888200000000ffff, 1002, the largest number",
        "8882000000000bb8, 3000, a close code of a library",
        "8882000000001387, 4999, a close code of the client's own",
    })
    void closesWhatIsNoWebSocket(String hex, int code, String why) throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            watcher.sendBytes(HexFormat.of().parseHex(hex));
            assertThat(watcher.awaitClose()).as(why).isEqualTo(code);
        }
    }

    /** A connection whose close is not answered is reset later; one that is answered ends in order, at once. */
    @ParameterizedTest
    @CsvSource({
        "88820000000003f1, the same code",
        "88820000000003f5, our own code for later",
        "88820000000003ed, the code for none",
        "888000000000, no code",
        "888200000000ffff, a code that is none",
    })
    void takesAnyAnswerToItsOwnClose(String hex, String what) throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            watcher.send(RawWatcher.TEXT, true, new byte[64 * 1024 + 1]);
            assertThat(watcher.awaitClose()).isEqualTo(1009);
            watcher.sendBytes(HexFormat.of().parseHex(hex));
            assertThat(watcher.endsInOrder()).as(what).isTrue();
        }
    }

    @Test
    void answersABinaryMessageWithAnErrorAndATextInPiecesAsAWhole() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            watcher.send(2, true, new byte[] {1});
            assertThat(awaitError(watcher)).contains("must be text");
            watcher.send(RawWatcher.TEXT, false, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            watcher.send(9, true, new byte[0]);
            watcher.send(0, true, "\"stop\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(awaitError(watcher)).contains("it is not running");
        }
    }

    @Test
    void takesAMessageInFramesOfOneByteAndClosesOneThatHasNoEnd() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            byte[] text = "{\"type\":\"stop\"}".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < text.length; i++) {
                watcher.send(i == 0 ? RawWatcher.TEXT : 0, i == text.length - 1, new byte[] {text[i]});
            }
            assertThat(awaitError(watcher)).contains("it is not running");
            watcher.send(RawWatcher.TEXT, false, new byte[0]);
            watcher.sendBytes(HexFormat.of().parseHex("00810000000061".repeat(64 * 1024 + 1)));
            assertThat(watcher.awaitClose()).isEqualTo(1009);
        }
    }

    /** The task's start is blocked, so that client messages arrive before the greeting. */
    @Test
    void answersWhatWasSaidBeforeTheGreetingAfterIt() throws Exception {
        HeldWriter writer = new HeldWriter();
        served.store().journal().listen(writer);
        try (writer;
                RawWatcher watcher = connect("")) {
            writer.awaitHeld(); // the task is being started
            watcher.send(RawWatcher.TEXT, true, "{\"type\":\"dance\"}".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 100; i++) {
                watcher.send(2, true, new byte[] {1});
            }
            watcher.send(9, true, new byte[0]);
            while (watcher.read().opcode() != 10) {
                // The pong proves that all messages have arrived.
            }
            writer.close();

            assertThat(watcher.readText()).contains("connected");
            assertThat(awaitError(watcher)).contains("must be one of stop, message, approval");
            for (int i = 1; i < 16; i++) {
                assertThat(awaitError(watcher)).contains("must be text");
            }
            assertThat(awaitError(watcher)).contains("only the first 16 were taken");
        }
    }

    /**
     * The task is deleted and the watcher admitted while the database is blocked: the start no longer finds the task.
     */
    @Test
    void aTaskThatIsDeletedWhileAWatcherIsLetInIsNotFound() throws Exception {
        String other = served.create();
        HeldWriter writer = new HeldWriter();
        served.store().journal().listen(writer);
        try (writer) {
            Thread start =
                    Thread.startVirtualThread(() -> served.store().queue().enqueue(other, RunRequest.FRESH, 9));
            writer.awaitHeld();
            Thread delete =
                    Thread.startVirtualThread(() -> served.store().claims().delete(id));
            Await.until(() -> Arrays.stream(delete.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(PendingWrite.class.getName())));
            try (RawWatcher watcher = connect("")) {
                Await.until(() -> served.streams().watchers() == 1);
                writer.close();

                assertThat(awaitError(watcher)).contains(id, "not found");
                assertThat(watcher.awaitClose()).isEqualTo(1008);
            }
            start.join();
            delete.join();
        }
    }

    @Test
    void takesAsManyMessagesAtOnceAsItCanAndSaysWhichItDidNot() throws Exception {
        try (RawWatcher watcher = connect("?start=false")) {
            String message = HexFormat.of().formatHex("{\"type\":\"stop\"}".getBytes(StandardCharsets.US_ASCII));
            watcher.sendBytes(HexFormat.of().parseHex(("818f00000000" + message).repeat(2_000)));
            while (!awaitError(watcher).contains("Too many messages at once")) {
                // The first ones were accepted, and answered with an error for their content.
            }
        }
    }

    private static String awaitError(RawWatcher watcher) throws IOException {
        while (true) {
            Frame frame = watcher.read();
            String text = StandardCharsets.UTF_8.decode(frame.payload()).toString();
            if (frame.opcode() == RawWatcher.TEXT && text.startsWith("{\"type\":\"error\"")) {
                return text;
            }
            assertThat(frame.opcode()).as(text).isNotEqualTo(RawWatcher.CLOSE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, , 101",
        "localhost:1, , 101",
        "[::1], , 101",
        "evil.example, , 403",
        "127.0.0.1.evil.example, , 403",
        "user@127.0.0.1, , 403",
        "127.0.0.1, http://127.0.0.1, 101",
        "127.0.0.1, http://localhost:3000, 101",
        "127.0.0.1, http://localhost:3001, 403",
        "127.0.0.1, http://evil.example, 403",
        "127.0.0.1, null, 403",
    })
    void refusesForeignNamesAndOriginsAtTheHandshake(String host, @Nullable String origin, int status)
            throws Exception {
        String headers = origin == null ? "" : "Origin: " + origin + "\r\n";
        assertThat(RawWatcher.tryToConnect(served, host, headers)).contains(" " + status + " ");
    }
}
