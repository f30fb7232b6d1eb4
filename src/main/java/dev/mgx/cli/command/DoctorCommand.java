package dev.mgx.cli.command;

import dev.mgx.cli.client.Diagnosis;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.SettingFlags;
import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mgx doctor}: checks the setup and suggests fixes. */
@Command(
        name = "doctor",
        header = "Check your setup.",
        description = "Exits with 0 if 'run' works here, otherwise with 2.")
final class DoctorCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec spec;

    DoctorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Map<String, String> settings = SettingFlags.given(Objects.requireNonNull(spec));
        List<Diagnosis> all = context.launcher().diagnose(settings);
        Terminal terminal = context.terminal();
        int width = all.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        for (Diagnosis each : all) {
            String head =
                    ("%-5s %-" + width + "s  ").formatted(each.verdict().name().toLowerCase(Locale.ROOT), each.name());
            terminal.wrapped(Style.PLAIN.of(each.found()), style(each.verdict()).of(head));
            if (!each.remedy().isEmpty()) {
                terminal.wrapped(Style.BOLD.of(each.remedy()), Style.PLAIN.of(" ".repeat(head.length())));
            }
        }
        boolean works = all.stream().noneMatch(each -> each.verdict() == Diagnosis.Verdict.FAIL);
        terminal.line("");
        terminal.line(
                works
                        ? Style.GREEN.of("'run' works here.")
                        : Style.RED.of("'run' does not work here; see the failures above."));
        return works ? ExitCode.OK : ExitCode.USAGE;
    }

    private static Style style(Diagnosis.Verdict verdict) {
        return switch (verdict) {
            case OK -> Style.GREEN;
            case WARN -> Style.YELLOW;
            case FAIL -> Style.RED;
        };
    }
}
