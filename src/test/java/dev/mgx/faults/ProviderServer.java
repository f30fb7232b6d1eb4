package dev.mgx.faults;

import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.team.SoftwareTeam;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.time.MonotonicClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * A process with the whole team that calls a model server and runs one task to its end, to be killed. Arguments:
 * {@code FOLDER URL KEY}.
 */
final class ProviderServer {
    private ProviderServer() {}

    public static void main(String[] args) throws InterruptedException {
        bringToItsEnd(Path.of(args[0]), URI.create(args[1]), args[2]);
    }

    /** Returns the ID of the only task, which is over. */
    static String bringToItsEnd(Path folder, URI server, String key) throws InterruptedException {
        Endpoint endpoint = new Endpoint(Provider.OPENAI, server.resolve("/v1"), Secret.of(key));
        try (Sandbox off = SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());
                ProviderModels models = new ProviderModels(
                        endpoint, "stub", NetworkRoute.direct(Duration.ofSeconds(5)), Clock.systemUTC())) {
            ModelGateway gateway = new ModelGateway(
                    models,
                    ModelRoster.USUAL,
                    ModelCatalog.builtIn(),
                    GatewayLimits.DEFAULT,
                    MonotonicClock.SYSTEM,
                    () -> 0);
            return SmallServer.bringToItsEnd(
                    folder, new SoftwareTeam(gateway, off, Packages.none(off), TeamLimits.DEFAULT), CommitProbe.NONE);
        }
    }
}
