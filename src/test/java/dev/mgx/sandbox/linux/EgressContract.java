package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Connection;
import dev.mgx.sandbox.Egress;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.SandboxSetting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program with a connection can reach and hand over, with every isolation. */
@Timeout(60)
abstract class EgressContract extends SandboxFixture {
    /** Asks for each path, and prints what came of it. */
    private static final String ASK = """
            import os, sys, urllib.request, urllib.error
            for path in sys.argv[1:]:
                try:
                    print(urllib.request.urlopen(os.environ["MGX_REGISTRY"] + path).read().decode()[:60])
                except urllib.error.HTTPError as e:
                    print(e.code)
            """;

    /** Answers with what it was asked, and keeps what it received. */
    private static final class Recorder implements Egress {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final Map<String, byte[]> received = new ConcurrentHashMap<>();
        private final CountDownLatch asking = new CountDownLatch(1);
        private final CountDownLatch given = new CountDownLatch(1);
        private final CountDownLatch never = new CountDownLatch(1);

        @Override
        public Answer get(String target, String base) throws IOException, InterruptedException {
            asked.add(target);
            asking.countDown();
            if (target.equals("/fails")) {
                throw new IOException("it fails");
            }
            if (target.equals("/waits")) {
                try {
                    never.await();
                } finally {
                    given.countDown();
                }
            }
            byte[] body = ("you asked for " + target).getBytes(StandardCharsets.UTF_8);
            return new Answer(
                    target.equals("/none") ? 404 : 200, "text/plain", body.length, new ByteArrayInputStream(body));
        }

        @Override
        public void receive(String name, InputStream content) throws IOException {
            byte[] bytes = content.readNBytes(1 << 20);
            if (content.read() >= 0) {
                throw new IOException("it is too large");
            }
            received.put(name, bytes);
        }
    }

    private Recorder recorder = new Recorder();

    EgressContract(SandboxSetting setting) {
        super(setting);
    }

    @BeforeEach
    void recordAnew() {
        recorder = new Recorder();
    }

    private Execution connected(String script, Duration timeout, Map<String, String> results)
            throws InterruptedException {
        Command command = new Command(
                List.of("sh", "-c", script, mark),
                Map.of("ask.py", ASK),
                timeout,
                List.of(),
                new Connection(recorder, results));
        return sandbox.run(command, OutputListener.NONE);
    }

    @Test
    void aProgramAsksTheServerAndNobodyElse() throws InterruptedException {
        Execution execution = connected("python3 ask.py /a%20b?c=d /none /fails", LONG, Map.of());

        assertThat(execution.stdout()).isEqualTo("you asked for /a%20b?c=d\n404\n502");
        assertThat(execution.exit()).hasValue(0);
        assertThat(recorder.asked).contains("/a%20b?c=d", "/none", "/fails");
    }

    @Test
    void itsExitCodeIsThatOfTheProgram() throws InterruptedException {
        assertThat(connected("exit 7", LONG, Map.of("out", "$TMPDIR/out")).exit())
                .hasValue(7);
        assertThat(recorder.received).doesNotContainKey("out");
    }

    @Test
    void handsFilesAndFoldersOver() throws InterruptedException {
        String script =
                "cd ${TMPDIR:-/tmp}; mkdir -p folder/inner; echo one >folder/inner/a; ln -s /etc folder/link; echo two >file";
        Execution execution = connected(script, LONG, Map.of("folder", "$TMPDIR/folder", "file", "$TMPDIR/file"));

        assertThat(execution.succeeded()).as(execution.stderr()).isTrue();
        assertThat(new String(recorder.received.get("file"), StandardCharsets.UTF_8))
                .isEqualTo("two\n");
        assertThat(new String(recorder.received.get("folder"), StandardCharsets.ISO_8859_1))
                .contains("./inner/a", "one\n", "./link");
        byte[] first = recorder.received.get("folder");
        connected(script, LONG, Map.of("folder", "$TMPDIR/folder"));
        assertThat(recorder.received.get("folder")).isEqualTo(first);
    }

    @Test
    void aResultThatIsMissingOrRefusedIsAFailure() throws InterruptedException {
        assertThat(connected("true", LONG, Map.of("out", "$TMPDIR/none")).exit())
                .hasValue(70);
        Execution large =
                connected("head -c 3000000 /dev/zero >${TMPDIR:-/tmp}/large", LONG, Map.of("large", "$TMPDIR/large"));
        assertThat(large.exit()).hasValue(70);
        assertThat(recorder.received).doesNotContainKeys("out", "large");
    }

    @Test
    void whatIsSaidPastTheRelayIsOfNoUse() throws InterruptedException {
        Execution execution = connected("""
                python3 - <<'END'
                import glob, socket, tempfile
                places = ["/relay/socket"] + glob.glob(tempfile.gettempdir() + "/../../mgx-sandbox-*/socket")
                for said in [b"PUT other\\n1", b"PUT out\\nhalf", b"PUT out\\n\\0\\0\\0\\6half", b"PUT out\\n\\377\\377\\377\\377",
                        b"GET x y\\n", b"GET\\n", b"\\n", b"x" * 100000, b"PUT ../../x\\n"]:
                    s = socket.socket(socket.AF_UNIX)
                    s.settimeout(5)
                    try:
                        s.connect(next(p for p in places if glob.glob(p)))
                        s.sendall(said)
                        s.shutdown(socket.SHUT_WR)
                        print(len(s.recv(100)))
                    except OSError as e:
                        print(0)
                END
                """, LONG, Map.of("out", "ask.py"));

        assertThat(execution.stdout()).isEqualTo("0\n".repeat(8) + "0");
        assertThat(recorder.received).containsOnlyKeys("out");
        assertThat(new String(recorder.received.get("out"), StandardCharsets.UTF_8))
                .isEqualTo(ASK);
    }

    @Test
    void aRequestInProgressEndsWithTheProgram() throws InterruptedException {
        Execution execution = connected("python3 ask.py /waits", Duration.ofSeconds(3), Map.of());

        assertThat(execution.exitReason()).isEqualTo(ExitReason.TIMED_OUT);
        assertThat(recorder.asking.getCount()).isZero();
        assertThat(recorder.given.getCount()).as("given up").isZero();
    }

    @Test
    void withoutAConnectionThereIsNothing() throws InterruptedException {
        Execution execution = run("ls -d /relay; echo \"[$MGX_REGISTRY]\"");

        assertThat(execution.stdout()).isEqualTo("[]");
        assertThat(execution.stderr()).contains("No such file");
    }

    @Test
    void unpacksArchivesOfPackages(@TempDir Path folder) throws Exception {
        connected("mkdir ${TMPDIR:-/tmp}/p; echo 1 >${TMPDIR:-/tmp}/p/one", LONG, Map.of("p", "$TMPDIR/p"));
        Path one = Files.write(folder.resolve("one.tar"), recorder.received.get("p"));
        connected("mkdir ${TMPDIR:-/tmp}/p; echo 2 >${TMPDIR:-/tmp}/p/two", LONG, Map.of("p", "$TMPDIR/p"));
        Path two = Files.write(folder.resolve("two.tar"), recorder.received.get("p"));

        Command command =
                shell("cd ${TMPDIR:-/tmp}/packages && cat one two", LONG).with(List.of(one, two));

        assertThat(sandbox.run(command, OutputListener.NONE).stdout()).isEqualTo("1\n2");
    }
}
