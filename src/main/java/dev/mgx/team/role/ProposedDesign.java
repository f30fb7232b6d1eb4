package dev.mgx.team.role;

import dev.mgx.team.answer.Require;
import dev.mgx.team.check.NamedCommands;
import dev.mgx.team.check.NamedFiles;
import dev.mgx.team.check.RequestLine;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.ServiceCommand;
import dev.mgx.workspace.SafePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A design as an architect proposes it, before it is made one that can be carried out. What has one obvious remedy is
 * mended: paths are made relative, files that come twice are merged, dependencies that are unknown or run backwards are
 * cut, test files are dropped, names that the requirement writes out are kept, and a small requirement gets few files.
 */
public record ProposedDesign(
        String run, List<String> packages, List<String> usage, String overview, List<ProposedFile> files) {
    /** A requirement gets at least so many files of code. */
    private static final int FEW_FILES = 4;

    /** And one more for so many of its words. */
    private static final int WORDS_PER_FILE = 25;

    private static final int MOST_PACKAGES = 20;

    /** What nobody has to write for a program to run; small models list them until there is no more room. */
    private static final Pattern NOT_WRITTEN = Pattern.compile(
            "(?i)(?:.*/)?(?:license[^/]*|requirements\\.(?:txt|in)|pom\\.xml|checksums\\.sha256|package(?:-lock)?\\.json|setup\\.(?:py|cfg)|[^/]*\\.(?:db|sqlite3?|log|ya?ml|toml|conf(?:ig)?|ini)|\\.[^/]*)");

    private static final Pattern PORT_OPTION = Pattern.compile("(--port[ =])[0-9]{2,5}\\b");

    /** Packages that are started by their names, where these are installed as programs. */
    private static final Pattern PYTHON_SERVER = Pattern.compile("(?:uvicorn|hypercorn|gunicorn|flask) ");

    private static final Pattern TEST = Pattern.compile(
            "(?:.*/)?(?:tests?/.*|test_[^/]*|[^/]*_test\\.\\w+|[^/]*[.](?:test|spec)\\.\\w+|[^/]*Tests?\\.java)");

    /** A file as proposed; every part may be missing but the path. */
    public record ProposedFile(String path, String purpose, List<String> dependsOn, String provides) {
        public ProposedFile {
            path = Require.text("files.path", path);
            purpose = Require.optional("files.purpose of " + path, purpose);
            dependsOn = Require.texts("files.depends_on of " + path, dependsOn);
            provides = Require.optional("files.provides of " + path, provides);
        }
    }

    public ProposedDesign {
        overview = Require.optional("overview", overview);
        files = Require.some("files", files, Design.MOST_FILES);
        run = Require.optional("run", run);
        usage = Require.texts("usage", usage);
        packages = Require.texts("packages", packages);
    }

    /** The design that can be carried out. */
    public Design mended(RequirementText requirement) {
        Map<String, PlannedFile> byPath = new LinkedHashMap<>();
        for (ProposedFile file : files) {
            String path = named(relative(file.path()), requirement);
            boolean named = requirement.contains(path);
            boolean written = named
                    || (!TEST.matcher(path).matches()
                            && !NOT_WRITTEN.matcher(path).matches());
            if (written && !path.equals(ProjectManifest.PATH) && !path.endsWith("/")) {
                byPath.putIfAbsent(
                        SafePath.folded(path),
                        new PlannedFile(path, file.purpose(), file.dependsOn(), file.provides()));
            }
        }
        Require.that(!byPath.isEmpty(), "\"files\" has no file of the program; it must name at least one");
        List<PlannedFile> kept = few(List.copyOf(byPath.values()), requirement);
        String start = start(kept);
        List<String> named = new NamedCommands(requirement).usage(start);
        List<String> requests = usage.stream()
                .map(String::strip)
                .filter(RequestLine::begins)
                .distinct()
                .toList();
        Design design = requests.isEmpty() || start.isEmpty()
                ? new Design(overview, inOrder(kept), start, named.isEmpty() ? commands(start) : named, List.of())
                : new Design(overview, inOrder(kept), service(start, requirement.port()), requests, List.of());
        return design.with(packages(design));
    }

    /** What starts a program that listens: it takes its port from the environment, whatever number was proposed. */
    private static String service(String start, int port) {
        String given = ServiceCommand.in(start).map(ServiceCommand::run).orElse(start);
        String run = PYTHON_SERVER.matcher(given).lookingAt() ? "python3 -m " + given : given;
        return new ServiceCommand(PORT_OPTION.matcher(run).replaceAll("$1\\$PORT"), port).toString();
    }

    /** Those that are names of packages, each once. */
    private List<String> packages(Design design) {
        return design.ecosystem()
                .map(ecosystem -> packages.stream()
                        .filter(text -> ecosystem.parsed(text).isPresent())
                        .map(String::strip)
                        .distinct()
                        .limit(MOST_PACKAGES)
                        .toList())
                .orElse(List.of());
    }

    private static String relative(String path) {
        String plain = path.strip().replace('\\', '/');
        while (plain.startsWith("/") || plain.startsWith("./")) {
            plain = plain.substring(plain.indexOf('/') + 1);
        }
        return plain.isEmpty() ? path : plain;
    }

    /** The path as the requirement writes it out, where it does. */
    private static String named(String path, RequirementText requirement) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new NamedFiles(requirement.text())
                .all().stream()
                        .filter(file -> file.equalsIgnoreCase(path) || file.equalsIgnoreCase(name))
                        .findFirst()
                        .orElse(path);
    }

    /** Where there are too many files for what is asked for, the one that is started does it all. */
    private List<PlannedFile> few(List<PlannedFile> all, RequirementText requirement) {
        int most = Math.max(FEW_FILES, requirement.text().split("\\s+", -1).length / WORDS_PER_FILE);
        long code = all.stream()
                .filter(file -> NamedFiles.start(file.path()).isPresent())
                .count();
        if (code <= most) {
            return all;
        }
        String start = start(all);
        return all.stream()
                .filter(file -> start.contains(file.path()))
                .findFirst()
                .map(file -> List.of(new PlannedFile(file.path(), "The whole program", List.of(), "")))
                .orElse(all);
    }

    /** The command that starts the program: as proposed if it starts one of the files, else that of the likeliest. */
    private String start(List<PlannedFile> kept) {
        String proposed = run.strip().replaceFirst("^\\$\\s+", "");
        for (PlannedFile file : kept) {
            String module =
                    file.path().replaceFirst("\\.py$", ":").replace('/', '.'); // as servers of Python programs take it
            if (!proposed.contains("\n") && (proposed.contains(file.path()) || proposed.contains(" " + module))) {
                return proposed;
            }
        }
        return kept.reversed().stream()
                .map(file -> NamedFiles.start(file.path()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    /** The usage without lines that are no commands of this program. */
    private List<String> commands(String start) {
        String program = start.substring(start.lastIndexOf(' ') + 1);
        return usage.stream()
                .map(line -> line.strip().replaceFirst("^\\$\\s+", ""))
                .filter(line -> !line.isEmpty() && !line.contains("\n") && !program.isEmpty() && line.contains(program))
                .distinct()
                .toList();
    }

    /** Each file after those that it uses; a dependency that would close a circle is cut. */
    private static List<PlannedFile> inOrder(List<PlannedFile> files) {
        List<PlannedFile> ordered = new ArrayList<>();
        Set<String> written = new HashSet<>();
        List<PlannedFile> waiting = new ArrayList<>(files);
        Set<String> known = new HashSet<>();
        files.forEach(file -> known.add(file.path()));
        while (!waiting.isEmpty()) {
            PlannedFile next = waiting.stream()
                    .filter(file -> written.containsAll(among(file, known)))
                    .findFirst()
                    .orElse(waiting.getFirst());
            waiting.remove(next);
            ordered.add(next.using(among(next, written)));
            written.add(next.path());
        }
        return ordered;
    }

    private static List<String> among(PlannedFile file, Set<String> paths) {
        return file.dependsOn().stream()
                .map(ProposedDesign::relative)
                .filter(other -> paths.contains(other) && !other.equals(file.path()))
                .distinct()
                .toList();
    }

    /** A program in one file: the one that the requirement names, or else {@code fallback}. */
    public static Design oneFile(RequirementText requirement, String fallback) {
        String path = new NamedFiles(requirement.text())
                .programs().stream().findFirst().orElse(fallback);
        String start = NamedFiles.start(path).orElse("");
        return new Design(
                "",
                List.of(new PlannedFile(path, "The whole program", List.of(), "")),
                start,
                new NamedCommands(requirement).usage(start),
                List.of());
    }
}
