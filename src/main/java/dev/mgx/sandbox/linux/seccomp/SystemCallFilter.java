package dev.mgx.sandbox.linux.seccomp;

import static dev.mgx.sandbox.linux.seccomp.SystemCall.SOCKET;
import static dev.mgx.sandbox.linux.seccomp.SystemCall.SOCKETPAIR;

import dev.mgx.file.NamelessFile;
import dev.mgx.sandbox.SandboxUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A filter of system calls for generated programs, as an array of the kernel's {@code struct sock_filter}: a program
 * of the classic Berkeley packet filter over {@code struct seccomp_data}. It refuses the calls of {@link SystemCall}
 * and sockets of all families but local, internet and routing ones, and calls made as another architecture. All else
 * is allowed. Layouts: {@code linux/filter.h}, {@code linux/seccomp.h}, {@code linux/audit.h}.
 */
public final class SystemCallFilter {
    /** The processor architectures with a filter. */
    enum Architecture {
        X86_64("amd64", 0xC000_003E),
        AARCH64("aarch64", 0xC000_00B7);

        /** As Java calls it in the property {@code os.arch}. */
        private final String javaName;

        /** {@code AUDIT_ARCH_…}. */
        private final int auditNumber;

        Architecture(String javaName, int auditNumber) {
            this.javaName = javaName;
            this.auditNumber = auditNumber;
        }

        /** Empty where there is no filter. */
        static Optional<Architecture> of(String javaName) {
            for (Architecture each : values()) {
                if (each.javaName.equals(javaName)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    /** The size of an instruction, in bytes. */
    static final int INSTRUCTION_BYTES = 8;

    // Instructions: load a word of the call's data, compare, return.
    private static final int LOAD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;

    // Offsets in struct seccomp_data; of an argument, its lower half, which is all that an int has.
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENT_0 = 16;
    private static final int ARGUMENT_2 = 32;

    private static final int ALLOW = 0x7fff_0000;
    private static final int REFUSE = 0x0005_0000;

    /** Bit 30 marks calls of the x32 interface, which would pass by other numbers. */
    private static final int X32 = 0x4000_0000;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int NETLINK_ROUTE = 0;
    private static final int ANY_PROTOCOL = 0;
    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_UDP = 17;

    private static @Nullable NamelessFile file;

    private final List<Instruction> instructions = new ArrayList<>();

    private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

    private SystemCallFilter() {}

    /**
     * The path of a file with this machine's filter, open until the process ends; empty where there is no filter.
     *
     * @throws SandboxUnavailable if the file cannot be written
     */
    public static synchronized Optional<Path> file() {
        Optional<Architecture> architecture = Architecture.of(System.getProperty("os.arch"));
        if (file == null && architecture.isPresent()) {
            try {
                file = NamelessFile.of(of(architecture.get()));
            } catch (IOException e) {
                throw new SandboxUnavailable("cannot write the filter of system calls to the folder %s: %s"
                        .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()));
            }
        }
        return Optional.ofNullable(file).map(NamelessFile::path);
    }

    /** The filter's bytes, in the byte order of both architectures. */
    static byte[] of(Architecture architecture) {
        SystemCallFilter filter = new SystemCallFilter();
        filter.write(architecture);
        ByteBuffer bytes = ByteBuffer.allocate(filter.instructions.size() * INSTRUCTION_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction each : filter.instructions) {
            bytes.putShort((short) each.code).put((byte) each.ifTrue).put((byte) each.ifFalse);
            bytes.putInt(each.operand);
        }
        return bytes.array();
    }

    private void write(Architecture architecture) {
        load(ARCHITECTURE);
        unlessEqual(architecture.auditNumber, refusal(Errno.ENOSYS));
        load(NUMBER);
        if (architecture == Architecture.X86_64) {
            add(JUMP_IF_AT_LEAST, 0, 1, X32);
            add(RETURN, 0, 0, refusal(Errno.ENOSYS));
        }
        for (SystemCall call : SystemCall.values()) {
            call.refusal()
                    .ifPresent(error -> call.number(architecture).ifPresent(number -> ifEqual(number, refusal(error))));
        }
        socketsOf(architecture);
    }

    /** Socket families: a local one always, the internet's by TCP and UDP, netlink to ask for routes and addresses. */
    private void socketsOf(Architecture architecture) {
        add(JUMP_IF_EQUAL, 2, 0, SOCKET.number(architecture).orElseThrow());
        add(JUMP_IF_EQUAL, 1, 0, SOCKETPAIR.number(architecture).orElseThrow());
        add(RETURN, 0, 0, ALLOW);
        load(ARGUMENT_0);
        ifEqual(AF_UNIX, ALLOW);
        add(JUMP_IF_EQUAL, 5, 0, AF_INET);
        add(JUMP_IF_EQUAL, 4, 0, AF_INET6);
        unlessEqual(AF_NETLINK, refusal(Errno.EAFNOSUPPORT));
        load(ARGUMENT_2);
        add(JUMP_IF_EQUAL, 4, 5, NETLINK_ROUTE);
        load(ARGUMENT_2); // of an internet socket
        add(JUMP_IF_EQUAL, 2, 0, ANY_PROTOCOL);
        add(JUMP_IF_EQUAL, 1, 0, IPPROTO_TCP);
        add(JUMP_IF_EQUAL, 0, 1, IPPROTO_UDP);
        add(RETURN, 0, 0, ALLOW);
        add(RETURN, 0, 0, refusal(Errno.EPROTONOSUPPORT));
    }

    private static int refusal(Errno error) {
        return REFUSE | error.number();
    }

    private void load(int offset) {
        add(LOAD, 0, 0, offset);
    }

    private void ifEqual(int value, int answer) {
        add(JUMP_IF_EQUAL, 0, 1, value);
        add(RETURN, 0, 0, answer);
    }

    private void unlessEqual(int value, int answer) {
        add(JUMP_IF_EQUAL, 1, 0, value);
        add(RETURN, 0, 0, answer);
    }

    private void add(int code, int ifTrue, int ifFalse, int operand) {
        instructions.add(new Instruction(code, ifTrue, ifFalse, operand));
    }
}
