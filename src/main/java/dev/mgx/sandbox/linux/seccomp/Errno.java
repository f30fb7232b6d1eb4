package dev.mgx.sandbox.linux.seccomp;

/** Errors that answer refused system calls, as numbered in {@code asm-generic/errno.h}. */
enum Errno {
    /** "Not for you." */
    EPERM(1),
    /** "No such call here", which makes libraries fall back to an older one. */
    ENOSYS(38),
    EPROTONOSUPPORT(93),
    EAFNOSUPPORT(97);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
