package dev.mgx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.StubSocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("websocket")
@Timeout(30)
class WatchSocketTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static WebSocket connect(StubSocketServer server, WebSocket.Listener listener) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(server.address().toString().replace("http", "ws")), listener)
                .get(LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void aProbeThatCannotBeSentBreaksTheConnection() throws Exception {
        try (StubSocketServer server = new StubSocketServer(StubSocketServer.Connection::beSilent)) {
            WatchSocket signals = new WatchSocket();
            WebSocket socket = connect(server, signals);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(LONG.toMillis(), TimeUnit.MILLISECONDS);

            signals.probe(socket);

            assertThat(signals.next(LONG)).isEqualTo(new WatchSocket.Signal.Closed(WatchSocket.Signal.BROKEN));
        }
    }

    /** Requests nothing, so that the JDK does not notice the close. */
    @Test
    void probesFindAnEndThatWasNotSeen() throws Exception {
        try (StubSocketServer server = new StubSocketServer(StubSocketServer.Connection::cut)) {
            WatchSocket signals = new WatchSocket();
            WebSocket socket = connect(server, new WebSocket.Listener() {
                @Override
                public void onOpen(WebSocket opened) {}
            });
            WatchSocket.Signal signal = null;
            while (signal == null) {
                signals.probe(socket);
                signal = signals.next(Duration.ofMillis(20));
            }
            assertThat(signal).isEqualTo(new WatchSocket.Signal.Closed(WatchSocket.Signal.BROKEN));
        }
    }

    @Test
    void aProbeThatIsAnsweredIsASignOfLife() throws Exception {
        try (StubSocketServer server = new StubSocketServer(StubSocketServer.Connection::answerAPing)) {
            WatchSocket signals = new WatchSocket();
            signals.probe(connect(server, signals));
            assertThat(signals.next(LONG)).isEqualTo(new WatchSocket.Signal.Alive());
        }
    }
}
