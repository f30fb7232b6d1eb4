package dev.mgx.bench.delivery;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A bare Netty server: every message is one frame object for every watcher, written when the socket takes it. */
final class RawNetty implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Channel listening;

    RawNetty() throws InterruptedException {
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(8_192),
                                        new WebSocketServerProtocolHandler("/", null, false, 65_536, false, true),
                                        new Subscribing());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** The messages of one path. On the event loop, but for {@link #publish}. */
    private static final class Topic {
        private final List<byte[]> messages = new ArrayList<>();
        private final List<Subscriber> subscribers = new ArrayList<>();
    }

    private Topic topic(String path) {
        return topics.computeIfAbsent(path, name -> new Topic());
    }

    /** Sends messages to everybody who watches a path. */
    void publish(String path, List<byte[]> messages) {
        loops.execute(() -> {
            Topic topic = topic(path);
            topic.messages.addAll(messages);
            topic.subscribers.forEach(Subscriber::pump);
        });
    }

    /** Forgets a path. */
    void forget(String path) {
        topics.remove(path);
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Sets up the subscription of a watcher that has shaken hands. */
    private final class Subscribing extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext channel, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete shaken) {
                Subscriber subscriber = new Subscriber(channel.channel(), topic(shaken.requestUri()));
                channel.pipeline().replace(this, "subscriber", subscriber);
                subscriber.pump();
            }
        }
    }

    private static final class Subscriber extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private final Topic topic;
        private int position;

        Subscriber(Channel channel, Topic topic) {
            this.channel = channel;
            this.topic = topic;
            topic.subscribers.add(this);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            pump();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // of a void promise
        private void pump() {
            while (position < topic.messages.size() && channel.isWritable()) {
                while (position < topic.messages.size() && channel.isWritable()) {
                    byte[] message = topic.messages.get(position++);
                    channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(message)), channel.voidPromise());
                }
                channel.flush();
            }
        }
    }
}
