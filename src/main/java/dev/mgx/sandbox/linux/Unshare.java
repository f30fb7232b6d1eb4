package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Namespaces created by util-linux's {@code unshare} and set up by {@code enter.sh}. */
record Unshare(List<String> privilegeDrop, String unshare, String enter, SandboxLimits limits) implements Confinement {
    Unshare(SandboxLimits limits) {
        this(PrivilegeDrop.open(), Program.require("unshare", "util-linux"), Program.script("enter.sh"), limits);
    }

    @Override
    public Isolation isolation() {
        return Isolation.UNSHARE;
    }

    @Override
    public String description() {
        return "Generated code runs in namespaces made by unshare: no network, no files of this machine,"
                + " limits on everything, but no filter of system calls.";
    }

    @Override
    public List<String> confine(List<String> inner, @Nullable Path relay) {
        List<String> argv = new ArrayList<>(privilegeDrop);
        argv.add(unshare);
        argv.addAll(List.of("--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"));
        argv.addAll(List.of("--net", "--ipc", "--uts", "--cgroup", "setsid", "sh", "-c", enter, "enter.sh"));
        argv.add(System.getProperty("java.home"));
        argv.add(relay == null ? "" : relay.toString());
        argv.addAll(PrivilegeDrop.settle(limits));
        argv.addAll(List.of("env", "-i"));
        INNER_ENVIRONMENT.forEach((name, value) -> argv.add(name + "=" + value));
        argv.addAll(inner);
        return argv;
    }
}
