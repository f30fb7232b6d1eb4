package dev.mgx.sandbox.linux.seccomp;

import static dev.mgx.sandbox.linux.seccomp.Errno.ENOSYS;
import static dev.mgx.sandbox.linux.seccomp.Errno.EPERM;

import dev.mgx.sandbox.linux.seccomp.SystemCallFilter.Architecture;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that a {@link SystemCallFilter} looks at, with their numbers and the error that answers a refused
 * one. Numbers: {@code asm/unistd_64.h} of x86-64 and {@code asm-generic/unistd.h} of aarch64, Linux 6.1; -1 is none.
 */
enum SystemCall {
    // Keyrings outlive a program and are shared by all programs of a user.
    ADD_KEY(248, 217, EPERM),
    REQUEST_KEY(249, 218, EPERM),
    KEYCTL(250, 219, EPERM),

    // Much of the kernel behind few doors, with a record of faults.
    IO_URING_SETUP(425, 425, ENOSYS),
    IO_URING_ENTER(426, 426, ENOSYS),
    IO_URING_REGISTER(427, 427, ENOSYS),

    // Tools to win races in the kernel, to load code into it and to measure it.
    USERFAULTFD(323, 282, EPERM),
    BPF(321, 280, EPERM),
    PERF_EVENT_OPEN(298, 241, EPERM),

    // The memory and files of other processes.
    PTRACE(101, 117, EPERM),
    PROCESS_VM_READV(310, 270, EPERM),
    PROCESS_VM_WRITEV(311, 271, EPERM),
    PROCESS_MADVISE(440, 440, EPERM),
    KCMP(312, 272, EPERM),
    PIDFD_GETFD(438, 438, EPERM),

    // Another kernel, modules, swap, accounting, the kernel's log.
    KEXEC_LOAD(246, 104, EPERM),
    KEXEC_FILE_LOAD(320, 294, EPERM),
    REBOOT(169, 142, EPERM),
    INIT_MODULE(175, 105, EPERM),
    FINIT_MODULE(313, 273, EPERM),
    DELETE_MODULE(176, 106, EPERM),
    SWAPON(167, 224, EPERM),
    SWAPOFF(168, 225, EPERM),
    ACCT(163, 89, EPERM),
    QUOTACTL(179, 60, EPERM),
    QUOTACTL_FD(443, 443, EPERM),
    SYSLOG(103, 116, EPERM),

    // The machine's clock.
    SETTIMEOFDAY(164, 170, EPERM),
    CLOCK_SETTIME(227, 112, EPERM),
    CLOCK_ADJTIME(305, 266, EPERM),
    ADJTIMEX(159, 171, EPERM),

    // Other roots and namespaces. Mounting is left to the capabilities, which the walls themselves still need.
    OPEN_BY_HANDLE_AT(304, 265, EPERM),
    NAME_TO_HANDLE_AT(303, 264, EPERM),
    FANOTIFY_INIT(300, 262, EPERM),
    SETNS(308, 268, EPERM),
    PIVOT_ROOT(155, 41, EPERM),
    CHROOT(161, 51, EPERM),
    VHANGUP(153, 58, EPERM),

    // Of another time, or for other programs.
    LOOKUP_DCOOKIE(212, 18, ENOSYS),
    NFSSERVCTL(180, 42, ENOSYS),
    IOPL(172, -1, ENOSYS),
    IOPERM(173, -1, ENOSYS),
    MODIFY_LDT(154, -1, ENOSYS),
    USELIB(134, -1, ENOSYS),
    USTAT(136, -1, ENOSYS),
    SYSFS(139, -1, ENOSYS),
    SYSCTL(156, -1, ENOSYS),

    // Memory that belongs to no process and so is counted by no limit.
    MEMFD_CREATE(319, 279, ENOSYS),
    MEMFD_SECRET(447, 447, ENOSYS),
    SHMGET(29, 194, ENOSYS),
    MSGGET(68, 186, ENOSYS),
    SEMGET(64, 190, ENOSYS),

    // Its flags are in memory, which a filter cannot read; libraries fall back to clone.
    CLONE3(435, 435, ENOSYS),

    // Refused by family and protocol only.
    SOCKET(41, 198),
    SOCKETPAIR(53, 199);

    private final int x86;
    private final int aarch64;
    private final @Nullable Errno error;

    SystemCall(int x86, int aarch64) {
        this(x86, aarch64, null);
    }

    SystemCall(int x86, int aarch64, @Nullable Errno error) {
        this.x86 = x86;
        this.aarch64 = aarch64;
        this.error = error;
    }

    /** The error that always answers it; empty if that depends on its arguments. */
    Optional<Errno> refusal() {
        return Optional.ofNullable(error);
    }

    /** Empty where this architecture has no such call. */
    OptionalInt number(Architecture architecture) {
        int number = architecture == Architecture.X86_64 ? x86 : aarch64;
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
