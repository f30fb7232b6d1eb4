package dev.mgx.faults;

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

/** What the proxy does to a connection, seen from both of its ends. */
@Timeout(20)
class FaultProxyTest {
    private ServerSocket listener;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        proxy = new FaultProxy(listener.getLocalPort());
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

    private Duration timeToReceive(int bytes) throws IOException {
        long began = System.nanoTime();
        server.getOutputStream().write(new byte[bytes]);
        assertThat(client.getInputStream().readNBytes(bytes)).hasSize(bytes);
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
