package dev.mgx.team.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shell script that runs checks in the sandbox, one after the other, each on a fresh copy of the program, and the
 * reading of what it says. Each command's output goes to a file, and the script says it when the command is over, framed
 * by lines that begin with a mark which no program can know. For one execution.
 */
public final class CheckScript {
    private static final String FOLDER = ".mgx-checks";
    private static final int MOST_OUTPUT_BYTES = 200_000;
    private static final String ASKING = resource("Ask.java.txt");

    /**
     * Makes a bare machine like others: {@code python} where there is only {@code python3}, and a Java that compiles a
     * source file once for all of the commands that start it. What it cannot compile it leaves to Java itself, and says the
     * same again where that cannot either.
     */
    private static final String TOOLS = """
            tools=$(mktemp -d)
            mv %1$s "$tools/checks"
            mkdir "$tools/program" "$tools/bin"
            cp -R . "$tools/program"
            command -v python >/dev/null || ln -s "$(command -v python3)" "$tools/bin/python" 2>/dev/null
            jdk=$(command -v java) && cat >"$tools/bin/java" <<END && chmod +x "$tools/bin/java"
            #!/bin/sh
            quick="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
            case \\$1 in
            -*|*/*) classes= ;;
            *.java)
              name=\\${1%%.java} classes=$tools/classes-\\$(cat ./*.java | cksum | tr ' ' -)
              if [ ! -d "\\$classes" ]; then
                javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -nowarn -d "\\$classes" "\\$1" >/dev/null 2>&1 \
                  || { rm -rf "\\$classes"; mkdir "\\$classes"; }
              fi
              if [ -f "\\$classes/failed" ]; then cat "\\$classes/failed" >&2; exit 1; fi
              if [ -f "\\$classes/\\$name.class" ]; then shift; exec "$jdk" \\$quick -cp "\\$classes:.\\${CLASSPATH:+:\\$CLASSPATH}" "\\$name" "\\$@"; fi ;;
            *) classes= ;;
            esac
            [ -n "\\$classes" ] || exec "$jdk" \\$quick "\\$@"
            "$jdk" \\$quick "\\$@" 2>"\\$classes/said"; code=\\$?
            cat "\\$classes/said" >&2
            if grep -q "^error: compilation failed" "\\$classes/said"; then mv "\\$classes/said" "\\$classes/failed"; fi
            exit \\$code
            END
            PATH=$tools/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONIOENCODING=utf-8
            export PATH PYTHONDONTWRITEBYTECODE PYTHONIOENCODING
            """.formatted(FOLDER);

    /** Lets programs find the packages that are unpacked beside them, and what these bring to be started. */
    public static final String PACKAGES = """
            packages=${TMPDIR:-/tmp}/packages
            if [ -d "$packages" ]; then
              PATH=$packages/node_modules/.bin:$packages/python/bin:$PATH PYTHONPATH=$packages/python
              export PATH PYTHONPATH
            fi
            if [ -d "$packages/lib" ]; then
              CLASSPATH=.:$packages/lib/*
              export CLASSPATH
            fi
            """;

    /** Where the requests of checks are sent from; compiled once for all. */
    private static final String ASK = """
            ask() {
              rm -f "$tools/status"
              "$jdk" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$tools/ask" Ask "$service" "$port" "$@" "$tools/status"
              code=$(cat "$tools/status" 2>/dev/null || echo 0)
              if [ "$code" -ge 500 ] || [ "$code" -eq 0 ]; then tail -n 20 "$tools/service" >&2; fi
              return 0
            }
            "$(dirname "$jdk")/javac" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -d "$tools/ask" "$tools/checks/Ask.java"
            """;

    private static final String END_SERVICE = """
            kill -s KILL -- "-$service" 2>/dev/null; wait "$service" 2>/dev/null
            """;

    private final String mark;
    private final Optional<ServiceCommand> service;
    private final List<AcceptanceCheck> checks;
    private final Map<String, List<Verdict.Raw>> finished = new LinkedHashMap<>();
    private final Map<String, StringBuilder> parts = new LinkedHashMap<>();
    private StringBuilder current = new StringBuilder();
    private List<Verdict.Raw> raws = new ArrayList<>();

    /**
     * @param checks at least one
     * @param service how the program is started that the requests of checks are sent to, if it listens
     * @param mark not to be guessed; letters, digits and hyphens
     */
    public CheckScript(List<AcceptanceCheck> checks, Optional<ServiceCommand> service, String mark) {
        this.service = service;
        this.checks = List.copyOf(checks);
        this.mark = "mgx-" + mark;
    }

    private static String resource(String name) {
        try (InputStream in = CheckScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> argv() {
        return List.of("sh", FOLDER + "/run.sh");
    }

    /** The project's files, with the script and the files of the checks beside them. */
    public Map<String, String> beside(Map<String, String> project) {
        Map<String, String> all = new HashMap<>(project);
        for (AcceptanceCheck check : checks) {
            check.files()
                    .forEach(file -> all.put("%s/%s/%s".formatted(FOLDER, check.id(), file.path()), file.content()));
        }
        all.put(FOLDER + "/run.sh", text());
        if (service.isPresent()) {
            all.put(FOLDER + "/Ask.java", ASKING);
        }
        return all;
    }

    private String text() {
        StringBuilder script = new StringBuilder(PACKAGES).append(TOOLS);
        service.ifPresent(
                each -> script.append("port=%d%n".formatted(each.port())).append(ASK));
        for (AcceptanceCheck check : checks) {
            script.append("find . -mindepth 1 -delete; cp -R \"$tools/program/.\" .\n");
            script.append("for each in node_modules lib; do\n")
                    .append(
                            "if [ -d \"$packages/$each\" ] && [ ! -e \"$each\" ]; then ln -s \"$packages/$each\" .; fi\n")
                    .append("done\n");
            if (!check.files().isEmpty()) {
                script.append("cp -R \"$tools/checks/%s/.\" .%n".formatted(check.id()));
            }
            script.append("echo; echo ")
                    .append(mark)
                    .append(" check ")
                    .append(check.id())
                    .append('\n');
            service.ifPresent(each -> start(each, script));
            check.steps().forEach(step -> append(step, script));
            service.ifPresent(each -> script.append(END_SERVICE));
        }
        return script.toString();
    }

    /** Starts the program that listens, in a group of processes that are ended together, and with its own output. */
    private static void start(ServiceCommand service, StringBuilder script) {
        script.append("PORT=$port setsid sh -c ")
                .append(quoted(service.run()))
                .append(" >\"$tools/service\" 2>&1 </dev/null & service=$!\n");
    }

    private void append(CheckStep step, StringBuilder script) {
        script.append("printf %s ").append(quoted(step.input())).append(" >\"$tools/in\"\n");
        Optional<RequestLine> request = RequestLine.of(step.run());
        if (request.isPresent() && service.isPresent()) {
            script.append("ask ")
                    .append(request.get().method())
                    .append(' ')
                    .append(quoted(request.get().target()))
                    .append(" \"$tools/in\" >\"$tools/out\" 2>\"$tools/err\"\n");
        } else {
            script.append("sh -c ")
                    .append(quoted(step.run()))
                    .append(" <\"$tools/in\" >\"$tools/out\" 2>\"$tools/err\"; code=$?\n");
        }
        say(script, "out", "\"$tools/out\"");
        say(script, "err", "\"$tools/err\"");
        for (CheckFile file : step.files()) {
            script.append("if [ -f ").append(quoted(file.path())).append(" ]; then\n");
            say(script, "file " + file.path(), quoted(file.path()));
            script.append("fi\n");
        }
        script.append("echo; echo ").append(mark).append(" exit $code\n");
    }

    private void say(StringBuilder script, String part, String file) {
        script.append("echo; echo ")
                .append(quoted(mark + " " + part))
                .append("; head -c ")
                .append(MOST_OUTPUT_BYTES)
                .append(' ')
                .append(file)
                .append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Reads the next line that the script wrote to standard output. */
    public void read(String line) {
        if (!line.startsWith(mark + " ")) {
            current.append(line).append('\n');
            return;
        }
        String part = line.substring(mark.length() + 1);
        if (part.startsWith("check ")) {
            raws = finished.computeIfAbsent(part.substring(6), id -> new ArrayList<>());
        } else if (part.startsWith("exit ")) {
            finish(Integer.parseInt(part.substring(5).strip()));
        } else {
            current = parts.computeIfAbsent(part, name -> new StringBuilder());
        }
    }

    private void finish(int exitCode) {
        Map<String, String> files = new HashMap<>();
        parts.forEach((part, text) -> {
            if (part.startsWith("file ")) {
                files.put(part.substring(5), withoutLastBreak(text));
            }
        });
        raws.add(new Verdict.Raw(part("out"), part("err"), exitCode, files));
        parts.clear();
        current = new StringBuilder();
    }

    private String part(String name) {
        StringBuilder text = parts.get(name);
        return text == null ? "" : withoutLastBreak(text);
    }

    /** The script ends each part with a line break of its own. */
    private static String withoutLastBreak(StringBuilder text) {
        String all = text.toString();
        return all.equals("\n") ? "" : all.endsWith("\n\n") ? all.substring(0, all.length() - 1) : all;
    }

    /** Whether every command of this check is over. */
    public boolean isOver(AcceptanceCheck check) {
        return finished(check).size() == check.steps().size();
    }

    /** What came of the commands of this check that are over. */
    public List<Verdict.Raw> finished(AcceptanceCheck check) {
        return List.copyOf(finished.getOrDefault(check.id(), List.of()));
    }
}
