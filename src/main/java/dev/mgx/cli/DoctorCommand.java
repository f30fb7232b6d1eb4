package dev.mgx.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mgx doctor}: what is there, what is missing, and what to do. */
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
            terminal.wrapped(Ink.PLAIN.of(each.found()), ink(each.verdict()).of(head));
            if (!each.remedy().isEmpty()) {
                terminal.wrapped(Ink.BOLD.of(each.remedy()), Ink.PLAIN.of(" ".repeat(head.length())));
            }
        }
        boolean works = all.stream().noneMatch(each -> each.verdict() == Diagnosis.Verdict.FAIL);
        terminal.line("");
        terminal.line(
                works
                        ? Ink.GREEN.of("'run' works here.")
                        : Ink.RED.of("'run' does not work here; see the failures above."));
        return works ? ExitCode.OK : ExitCode.USAGE;
    }

    private static Ink ink(Diagnosis.Verdict verdict) {
        return switch (verdict) {
            case OK -> Ink.GREEN;
            case WARN -> Ink.YELLOW;
            case FAIL -> Ink.RED;
        };
    }
}
