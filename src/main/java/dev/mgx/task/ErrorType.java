package dev.mgx.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a run failed, for programs. The list is closed. {@link #toString} is the name on the wire. */
public enum ErrorType {
    /** The run, or a step of it, took longer than it may. */
    DEADLINE,
    /** Its budget of dollars or tokens is spent; with a larger one it can be resumed. */
    BUDGET,
    /** There is a program, and acceptance checks that it did not pass. */
    CHECKS_FAILED,
    /** A person rejected the plan, or approved it neither in time nor after its last version. */
    PLAN_REFUSED,
    /** The model gave no answer: its server cannot be reached, is overloaded, or broke off. */
    MODEL_UNREACHABLE,
    /** The model's server refused the call, or its answers could not be used. */
    MODEL_REFUSED,
    /** The sandbox could not run what it was to run. */
    SANDBOX,
    /** The database did not take what was to be recorded, or holds what cannot be read. */
    STORAGE,
    /** Anything else; the message says what. */
    INTERNAL;

    /** The type of this name on the wire; empty for any other value, such as those that earlier versions recorded. */
    public static Optional<ErrorType> named(@Nullable Object name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name) || type == name)
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
