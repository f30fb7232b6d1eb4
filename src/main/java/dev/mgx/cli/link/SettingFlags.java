package dev.mgx.cli.link;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings as options of a command. A command's own option of the same name takes precedence. */
public final class SettingFlags {
    /** Settings shown in the help of every command; {@code serve} shows all. */
    private static final Set<String> SHOWN = Set.of("config", "data-dir");

    private SettingFlags() {}

    public static void addTo(CommandSpec spec, List<Flag> flags) {
        boolean all = spec.name().equals("serve");
        for (Flag flag : flags) {
            String name = "--" + flag.name();
            if (spec.findOption(name) == null) {
                spec.addOption(OptionSpec.builder(name)
                        .paramLabel(label(flag.name()))
                        .type(String.class)
                        .hidden(!all && !SHOWN.contains(flag.name()))
                        .userObject(flag)
                        .description(flag.description().replace("%", "%%"))
                        .build());
            }
        }
    }

    private static String label(String option) {
        return switch (option) {
            case "config" -> "FILE";
            case "data-dir" -> "DIR";
            default -> "VALUE";
        };
    }

    /** The given options, by setting. */
    public static Map<String, String> given(CommandSpec spec) {
        Map<String, String> given = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            if (option.userObject() instanceof Flag flag && option.getValue() instanceof String value) {
                given.put(flag.setting(), value);
            }
        }
        return given;
    }
}
