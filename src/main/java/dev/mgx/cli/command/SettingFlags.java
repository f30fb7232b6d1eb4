package dev.mgx.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings as options of a command. Where a command has an option of that name, it has that one. */
final class SettingFlags {
    /** Those that are worth a line in the help of every command; {@code serve} lists all. */
    private static final Set<String> SHOWN = Set.of("data-dir");

    private SettingFlags() {}

    static void addTo(CommandSpec spec, List<Flag> flags) {
        boolean all = spec.name().equals("serve");
        for (Flag flag : flags) {
            String name = "--" + flag.name();
            if (spec.findOption(name) == null) {
                spec.addOption(OptionSpec.builder(name)
                        .paramLabel(flag.name().equals("data-dir") ? "DIR" : "VALUE")
                        .type(String.class)
                        .hidden(!all && !SHOWN.contains(flag.name()))
                        .userObject(flag)
                        .description(flag.description().replace("%", "%%"))
                        .build());
            }
        }
    }

    /** Those that were given, by the name of the setting. */
    static Map<String, String> given(CommandSpec spec) {
        Map<String, String> given = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            if (option.userObject() instanceof Flag flag && option.getValue() instanceof String value) {
                given.put(flag.setting(), value);
            }
        }
        return given;
    }
}
