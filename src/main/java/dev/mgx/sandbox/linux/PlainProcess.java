package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.linux.process.MarkedTree;
import dev.mgx.sandbox.linux.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No isolation: a process of the server's own user in a private folder, with a clean environment.
 */
record PlainProcess() implements Confinement {
    @Override
    public Isolation isolation() {
        return Isolation.PROCESS;
    }

    @Override
    public String description() {
        return "Generated code runs as a plain process WITHOUT isolation: it can reach this machine's files"
                + " and network.";
    }

    @Override
    public List<String> confine(List<String> inner, @Nullable Path relay) {
        return inner;
    }

    @Override
    public String inside(Path relay) {
        return relay.toString();
    }

    @Override
    public ProcessTree tree(Process root, String mark) {
        return new MarkedTree(root.toHandle(), mark);
    }

    @Override
    public LaunchContext context() throws IOException {
        return PrivateContext.in(PrivateFolder.create());
    }

    /**
     * A private folder for the working directory and temporary files, and the environment of a confined program
     * adapted to it.
     */
    private record PrivateContext(PrivateFolder folder) implements LaunchContext {
        static PrivateContext in(PrivateFolder folder) throws IOException {
            PrivateContext context = new PrivateContext(folder);
            Files.createDirectory(context.directory());
            Files.createDirectory(context.temporary());
            return context;
        }

        @Override
        public Path directory() {
            return folder.path().resolve("project");
        }

        private Path temporary() {
            return folder.path().resolve("tmp");
        }

        @Override
        public Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>(INNER_ENVIRONMENT);
            environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
            environment.put("HOME", temporary().toString());
            environment.put("TMPDIR", temporary().toString());
            return environment;
        }

        @Override
        public void close() {
            folder.close();
        }
    }
}
