package dev.mgx.server.ws;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives every connection that a server accepts a pool of buffers that are overwritten when they are released, and used
 * again: whoever still reads from one, or writes it to a socket, sends poison. Netty finds it by its service file, where
 * {@code io.netty.bootstrap.extensions} says so.
 */
public final class PoisonedBuffers extends ChannelInitializerExtension {
    static final byte POISON = (byte) 0xDD;

    private static final AtomicLong POISONED = new AtomicLong();
    private static final Allocator ALLOCATOR = new Allocator();

    /** How many buffers were poisoned. */
    static long poisoned() {
        return POISONED.get();
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.config().setAllocator(ALLOCATOR);
    }

    private static final class Allocator extends AbstractByteBufAllocator {
        private final Map<Integer, Queue<ByteBuffer>> pool = new ConcurrentHashMap<>();

        Allocator() {
            super(true);
        }

        private Queue<ByteBuffer> free(int capacity) {
            return pool.computeIfAbsent(capacity, size -> new ConcurrentLinkedQueue<>());
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            ByteBuffer used = free(initialCapacity).poll();
            ByteBuffer memory = used == null ? ByteBuffer.allocateDirect(initialCapacity) : used;
            return toLeakAwareBuffer(new Poisoned(this, memory, maxCapacity));
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return toLeakAwareBuffer(new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity));
        }

        @Override
        public boolean isDirectBufferPooled() {
            return true;
        }
    }

    private static final class Poisoned extends UnpooledDirectByteBuf {
        private final Allocator allocator;
        private final ByteBuffer memory;

        Poisoned(Allocator allocator, ByteBuffer memory, int maxCapacity) {
            super(allocator, memory, maxCapacity);
            this.allocator = allocator;
            this.memory = memory;
            var _ = clear();
        }

        @Override
        protected void deallocate() {
            super.deallocate(); // it does not free the memory that it was given
            for (int i = 0; i < memory.capacity(); i++) {
                memory.put(i, POISON);
            }
            POISONED.incrementAndGet();
            allocator.free(memory.capacity()).add(memory);
        }
    }
}
