package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a runtime says of a program that broke down, without the calls within libraries, which nobody here can mend. */
final class StackTrace {
    private static final Pattern CALL = Pattern.compile("^[ \\t]++(?:File \"|at )[^\\n]*");

    /** Python's own folders, Node.js's own modules and the JDK's. */
    private static final Pattern OF_A_LIBRARY =
            Pattern.compile("^[ \\t]++(?:File \"(?:<frozen |/usr/|/opt/|[^\"]*/(?:site|dist)-packages/)[^\\n]*"
                    + "|at (?:[^\\n(]*\\()?(?:node:|java\\.|jdk\\.|javax?\\.|sun\\.)[^\\n]*)");

    private StackTrace() {}

    /** The text without the calls of libraries; what Python shows below a call goes with it. */
    static String withoutLibraries(String text) {
        List<String> kept = new ArrayList<>();
        boolean left = false;
        for (String line : text.split("\n", -1)) {
            boolean call = CALL.matcher(line).matches();
            if (call) {
                left = OF_A_LIBRARY.matcher(line).matches();
            } else if (!line.startsWith("    ")) {
                left = false;
            }
            if (!left) {
                kept.add(line);
            }
        }
        return String.join("\n", kept);
    }
}
