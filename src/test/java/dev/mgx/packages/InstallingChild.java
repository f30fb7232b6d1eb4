package dev.mgx.packages;

import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A process that installs a package, to be killed meanwhile. Arguments: {@code ECOSYSTEM STORE REGISTRY PACKAGE}. */
final class InstallingChild {
    private InstallingChild() {}

    public static void main(String[] args) throws InterruptedException {
        install(Ecosystem.valueOf(args[0]), Path.of(args[1]), new Registry(URI.create(args[2]), null, null), args[3]);
    }

    static List<Path> install(Ecosystem ecosystem, Path store, Registry registry, String name)
            throws InterruptedException {
        Duration timeout = Duration.ofSeconds(60);
        try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults())) {
            Packages packages = new Packages(
                    sandbox,
                    new PackageStore(store, 64 << 20, 1 << 20),
                    new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system()),
                    same -> Optional.of(registry));
            Lock lock = packages.resolve(ecosystem, List.of(new Dependency(name, "")), timeout);
            return packages.archives(lock.files(), timeout);
        }
    }
}
