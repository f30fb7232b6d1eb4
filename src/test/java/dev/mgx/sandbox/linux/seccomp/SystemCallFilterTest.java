package dev.mgx.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.linux.seccomp.SystemCallFilter.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the filter answers, as the kernel would run it, on both architectures. */
@Timeout(20)
class SystemCallFilterTest {
    private static final int ALLOW = 0x7fff_0000;

    @ParameterizedTest
    @EnumSource
    void refusesEachCallWithItsError(Architecture architecture) {
        for (SystemCall call : SystemCall.values()) {
            OptionalInt number = call.number(architecture);
            if (number.isPresent() && call.refusal().isPresent()) {
                assertThat(answer(architecture, number.getAsInt()))
                        .as(call.name())
                        .isEqualTo(refusal(call.refusal().get()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void allowsAllOthers(Architecture architecture) {
        for (int number = 0; number < 500; number++) {
            if (!isListed(architecture, number)) {
                assertThat(answer(architecture, number)).as("%d", number).isEqualTo(ALLOW);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void allowsSocketsOfTheMachineItselfAndOfTheInternet(Architecture architecture) {
        int socket = SystemCall.SOCKET.number(architecture).orElseThrow();

        assertThat(answer(architecture, socket, 1, 1, 0)).as("local").isEqualTo(ALLOW);
        for (int family : new int[] {2, 10}) {
            assertThat(answer(architecture, socket, family, 1, 0)).isEqualTo(ALLOW);
            assertThat(answer(architecture, socket, family, 1, 6)).as("TCP").isEqualTo(ALLOW);
            assertThat(answer(architecture, socket, family, 2, 17)).as("UDP").isEqualTo(ALLOW);
            assertThat(answer(architecture, socket, family, 1, 132))
                    .as("SCTP")
                    .isEqualTo(refusal(Errno.EPROTONOSUPPORT));
        }
        assertThat(answer(architecture, socket, 16, 3, 0)).as("routes").isEqualTo(ALLOW);
        assertThat(answer(architecture, socket, 16, 3, 9)).as("audit").isEqualTo(refusal(Errno.EPROTONOSUPPORT));
    }

    @ParameterizedTest
    @EnumSource
    void refusesSocketsOfAllOtherFamilies(Architecture architecture) {
        for (SystemCall call : new SystemCall[] {SystemCall.SOCKET, SystemCall.SOCKETPAIR}) {
            for (int family = 0; family < 64; family++) {
                if (family != 1 && family != 2 && family != 10 && family != 16) {
                    assertThat(answer(architecture, call.number(architecture).orElseThrow(), family, 1, 0))
                            .as("family %d", family)
                            .isEqualTo(refusal(Errno.EAFNOSUPPORT));
                }
            }
        }
    }

    /** A program of 32 bits, or of the x32 interface, has other numbers for the same calls. */
    @Test
    void refusesCallsOfAnotherArchitecture() {
        assertThat(run(SystemCallFilter.of(Architecture.X86_64), data(0x4000_0003, 1, 0, 0, 0)))
                .isEqualTo(refusal(Errno.ENOSYS));
        assertThat(run(SystemCallFilter.of(Architecture.AARCH64), data(0x4000_0028, 1, 0, 0, 0)))
                .isEqualTo(refusal(Errno.ENOSYS));
        assertThat(answer(Architecture.X86_64, 0x4000_0000)).isEqualTo(refusal(Errno.ENOSYS));
        assertThat(answer(Architecture.X86_64, -1)).isEqualTo(refusal(Errno.ENOSYS));
    }

    private static boolean isListed(Architecture architecture, int number) {
        for (SystemCall call : SystemCall.values()) {
            if (call.number(architecture).equals(OptionalInt.of(number))) {
                return true;
            }
        }
        return false;
    }

    private static int refusal(Errno error) {
        return 0x0005_0000 | error.number();
    }

    private static int answer(Architecture architecture, int number, int... arguments) {
        int[] all = new int[3];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        return run(SystemCallFilter.of(architecture), data(auditNumber(architecture), number, all[0], all[1], all[2]));
    }

    private static int auditNumber(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> 0xC000_003E;
            case AARCH64 -> 0xC000_00B7;
        };
    }

    /** {@code struct seccomp_data}; the upper halves of the arguments are anything at all. */
    private static ByteBuffer data(int architecture, int number, int... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(architecture).putLong(0);
        for (int argument : arguments) {
            data.putInt(argument).putInt(0xabcd);
        }
        return data;
    }

    /** The four instructions that the filter is made of, after the kernel's net/core/filter.c. */
    private static int run(byte[] filter, ByteBuffer data) {
        ByteBuffer program = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        int at = 0;
        while (true) {
            program.position(at * SystemCallFilter.INSTRUCTION_BYTES);
            int code = Short.toUnsignedInt(program.getShort());
            int ifTrue = Byte.toUnsignedInt(program.get());
            int ifFalse = Byte.toUnsignedInt(program.get());
            int operand = program.getInt();
            at++;
            switch (code) {
                case 0x20 -> accumulator = data.getInt(operand);
                case 0x15 -> at += accumulator == operand ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return operand;
                }
                default -> throw new AssertionError("unknown instruction " + code);
            }
        }
    }
}
