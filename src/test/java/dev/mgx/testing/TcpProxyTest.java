package dev.mgx.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy's faults as seen from both ends of a connection. */
@Timeout(20)
class TcpProxyTest {
    private ServerSocket listener;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy(listener.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        listener.close();
    }

    @Test
    void passesEverythingOnBothWaysAndEndsWithEitherSide() throws IOException {
        client.getOutputStream().write(new byte[100_000]);
        assertThat(server.getInputStream().readNBytes(100_000)).hasSize(100_000);
        server.getOutputStream().write("answer".getBytes(US_ASCII));
        assertThat(client.getInputStream().readNBytes(6)).asString().isEqualTo("answer");

        server.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.openSockets()).isZero();
    }

    @Test
    void latencyDelaysEveryPiece() throws IOException {
        proxy.toClient().set(new NetworkFault.Latency(Duration.ofMillis(200)));

        assertThat(timeToReceive(10)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void bandwidthBoundsBytesPerSecond() throws IOException {
        proxy.toClient().set(new NetworkFault.Bandwidth(40_000));

        assertThat(timeToReceive(24_000)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aSlicerPassesAllInSmallPieces() throws IOException {
        proxy.toClient().set(new NetworkFault.Slicer(1));
        server.getOutputStream().write("one by one".getBytes(US_ASCII));

        assertThat(client.getInputStream().readNBytes(10)).asString().isEqualTo("one by one");
    }

    @Test
    void aBlackHolePassesNothingUntilItIsLifted() throws IOException {
        proxy.toClient().set(new NetworkFault.BlackHole());
        server.getOutputStream().write("late".getBytes(US_ASCII));
        client.setSoTimeout(150);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        proxy.toClient().set(new NetworkFault.None());

        client.setSoTimeout(0);
        assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("late");
    }

    @Test
    void aLimitEndsTheConnectionInOrder() throws IOException {
        proxy.toClient().set(new NetworkFault.Limit(5));
        server.getOutputStream().write("cut short".getBytes(US_ASCII));

        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("cut s");
    }

    @Test
    void aResetIsNoOrderlyEnd() throws IOException {
        proxy.toClient().set(new NetworkFault.Reset(0));
        server.getOutputStream().write("lost".getBytes(US_ASCII));

        InputStream in = client.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void aFaultOfOneDirectionLeavesTheOtherAlone() throws IOException {
        proxy.toClient().set(new NetworkFault.BlackHole());
        client.getOutputStream().write("through".getBytes(US_ASCII));

        assertThat(server.getInputStream().readNBytes(7)).asString().isEqualTo("through");
    }

    @Test
    void breaksTheConnectionThatIsMeantBeforeItsNextRequestArrives() throws IOException {
        proxy.breakAtNextRequest("writer", TcpProxy.Loss.REQUEST);
        client.getOutputStream().write("reader".getBytes(US_ASCII));
        assertThat(server.getInputStream().readNBytes(6)).asString().isEqualTo("reader");

        try (Socket writer = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket its = listener.accept()) {
            writer.getOutputStream().write("writer".getBytes(US_ASCII));

            assertThat(its.getInputStream().readAllBytes()).isEmpty();
            assertThat(writer.getInputStream().read()).isEqualTo(-1);
        }
        client.getOutputStream().write("still".getBytes(US_ASCII));
        assertThat(server.getInputStream().readNBytes(5)).asString().isEqualTo("still");
    }

    @Test
    void breaksAConnectionBeforeAnAnswerArrives() throws IOException {
        client.getOutputStream().write("writer".getBytes(US_ASCII));
        assertThat(server.getInputStream().readNBytes(6)).asString().isEqualTo("writer");
        proxy.breakAtNextRequest("writer", TcpProxy.Loss.ANSWER);
        client.getOutputStream().write("request".getBytes(US_ASCII));
        assertThat(server.getInputStream().readNBytes(7)).asString().isEqualTo("request");
        server.getOutputStream().write("answer".getBytes(US_ASCII));

        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void refusesWhoComesAfterTheBreakUntilItAdmitsAgain() throws Exception {
        client.getOutputStream().write("writer".getBytes(US_ASCII));
        assertThat(server.getInputStream().readNBytes(6)).asString().isEqualTo("writer");
        proxy.refuseAfterBreak();
        proxy.breakAtNextRequest("writer", TcpProxy.Loss.REQUEST);
        client.getOutputStream().write("lost".getBytes(US_ASCII));
        assertThat(client.getInputStream().read()).isEqualTo(-1);

        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThat(next.getInputStream().read()).isEqualTo(-1);
            proxy.awaitRefused();
        }
        proxy.admit();
        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket its = listener.accept()) {
            next.getOutputStream().write(1);
            assertThat(its.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatHangsIsBrokenForNobodyAndNewOnesPass() throws IOException {
        proxy.hangConnections();
        client.getOutputStream().write("lost".getBytes(US_ASCII));
        client.close();
        server.setSoTimeout(150);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket its = listener.accept()) {
            next.getOutputStream().write(1);
            assertThat(its.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void refusingBreaksWhatIsOpen() throws IOException {
        proxy.refuse();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.openSockets()).isZero();
    }

    @Test
    void putsItselfIntoAUrl() {
        assertThat(proxy.through("jdbc:x://127.0.0.1:" + listener.getLocalPort() + "/db"))
                .isEqualTo("jdbc:x://127.0.0.1:" + proxy.port() + "/db");
    }

    private Duration timeToReceive(int bytes) throws IOException {
        long began = System.nanoTime();
        server.getOutputStream().write(new byte[bytes]);
        assertThat(client.getInputStream().readNBytes(bytes)).hasSize(bytes);
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
