package dev.mgx.agent;

import dev.mgx.llm.Fences;
import dev.mgx.llm.FileBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what an agent wants to do from its answer. The form is the one that its prompt shows; the others are those in which
 * models answer all the same.
 */
public final class ActionReader {
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "shell", "console", "zsh", "terminal", "shell-session", "bash_command", "cmd");

    /** A passage to replace: {@code <<<<<<<}, the old lines, {@code =======}, the new ones, {@code >>>>>>>}. */
    private static final Pattern CHANGE = Pattern.compile(
            "(?m)^<{5,9}[^\\n]*\\n(?<old>(?:(?!={5,9} *$|<{5,9})[^\\n]*\\n)*+)={5,9} *\\n(?<new>(?:(?!>{5,9})[^\\n]*\\n)*+)>{5,9}[^\\n]*");

    private static final Pattern EDIT = Pattern.compile("(?m)^={2,5} ?EDIT:? [`\"']?([^\\n`\"'=]+?)[`\"']? ?={2,5} *$");
    private static final Pattern NAMED = Pattern.compile("[\\w./-]++");
    private static final Pattern DONE = Pattern.compile("(?m)^[=*# ]{0,6}DONE\\b[=*:. ]{0,6}");

    private ActionReader() {}

    /**
     * The actions of an answer, in the order in which they are done: files first, then commands. A {@link Action.Finish} is the
     * last.
     *
     * @param only the path of the program's only file, which a block of code without a path is; empty if there are more
     * @throws UnclearAction if there is none
     */
    public static List<Action> read(String answer, String only) {
        List<Action> actions = new ArrayList<>();
        Map<String, String> files = files(answer);
        if (!files.isEmpty()) {
            actions.add(new Action.WriteFiles(files));
        }
        String rest = withoutFiles(answer);
        actions.addAll(edits(rest));
        if (actions.isEmpty()) {
            List<Action> calls = ToolCall.in(rest);
            if (!calls.isEmpty()) {
                return calls;
            }
        }
        List<Fences.Block> blocks = Fences.blocks(rest);
        String script = blocks.stream()
                .filter(block -> isShell(block.info()))
                .map(block -> withoutPrompts(block.content()))
                .collect(Collectors.joining("\n"))
                .strip();
        if (actions.isEmpty() && !only.isEmpty()) {
            List<String> code = blocks.stream()
                    .filter(block -> !isShell(block.info()) && isOf(block.info(), only))
                    .map(Fences.Block::content)
                    .toList();
            if (code.size() == 1) {
                actions.add(new Action.WriteFiles(Map.of(only, code.getFirst())));
            }
        }
        if (!script.isEmpty()) {
            actions.add(new Action.RunCommand(script));
        }
        Matcher done = DONE.matcher(rest);
        if (done.find()) {
            actions.add(new Action.Finish(rest.substring(done.end()).strip()));
        }
        if (actions.isEmpty()) {
            throw new UnclearAction("There is no action in the answer. Give one: a command in a block ```sh … ```,"
                    + " a file between \"=== FILE path ===\" and \"=== END FILE ===\", or a line \"DONE\"");
        }
        return actions;
    }

    private static Map<String, String> files(String answer) {
        try {
            Map<String, String> files = new LinkedHashMap<>();
            FileBlock.in(answer).forEach(block -> files.put(plain(block.path()), block.content()));
            return files;
        } catch (IllegalArgumentException e) {
            throw new UnclearAction(String.valueOf(e.getMessage()));
        }
    }

    private static String plain(String path) {
        return path.strip().replaceFirst("^(?:\\./|/project/)", "");
    }

    /** What stands outside of files, whose content is nobody's action. */
    private static String withoutFiles(String answer) {
        StringBuilder rest = new StringBuilder();
        boolean inside = false;
        for (String line : answer.split("\r?\n", -1)) {
            if (FileBlock.marks(line)) {
                inside = !FileBlock.marksEnd(line);
            } else if (!inside) {
                rest.append(line).append('\n');
            }
        }
        return rest.toString();
    }

    private static List<Action> edits(String answer) {
        Map<String, List<Replacement>> edits = new LinkedHashMap<>();
        Matcher change = CHANGE.matcher(answer);
        while (change.find()) {
            String path = pathBefore(answer.substring(0, change.start()));
            edits.computeIfAbsent(path, each -> new ArrayList<>())
                    .add(new Replacement(change.group("old"), change.group("new")));
        }
        return edits.entrySet().stream()
                .<Action>map(edit -> new Action.EditFile(edit.getKey(), edit.getValue()))
                .toList();
    }

    /** By the line {@code === EDIT path ===}, or as others do, by the last name of a file that stands above. */
    private static String pathBefore(String text) {
        String path = "";
        Matcher edit = EDIT.matcher(text);
        while (edit.find()) {
            path = edit.group(1);
        }
        if (path.isEmpty()) {
            Matcher named = NAMED.matcher(CHANGE.matcher(text).replaceAll(""));
            while (named.find()) {
                int dot = named.group().lastIndexOf('.');
                path = dot > 0 && dot < named.group().length() - 1 ? named.group() : path;
            }
        }
        if (path.isEmpty()) {
            throw new UnclearAction("Say which file the change is of, by a line \"=== EDIT path ===\" above it");
        }
        return plain(path);
    }

    private static boolean isShell(String info) {
        return SHELLS.contains(info.toLowerCase(Locale.ROOT).split("\\s", 2)[0]);
    }

    private static boolean isOf(String info, String path) {
        String language = info.toLowerCase(Locale.ROOT).split("\\s", 2)[0];
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "py" -> Set.of("python", "py", "python3", "").contains(language);
            case "js", "mjs" -> Set.of("javascript", "js", "node", "mjs", "").contains(language);
            case "java" -> Set.of("java", "").contains(language);
            case "html" -> Set.of("html", "").contains(language);
            case "sh" -> false;
            default -> language.isEmpty();
        };
    }

    /** Without the sign that shells show before what is typed, where every line has it or is what came. */
    private static String withoutPrompts(String script) {
        List<String> typed = script.lines()
                .filter(line -> line.startsWith("$ "))
                .map(line -> line.substring(2))
                .toList();
        return typed.isEmpty() ? script : String.join("\n", typed);
    }
}
