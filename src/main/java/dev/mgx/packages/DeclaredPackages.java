package dev.mgx.packages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a project that exists says of the packages it needs, in the files that the tools of its ecosystem read. A lock of theirs is kept
 * to where there is one.
 *
 * @param files those that say it, by their paths below the folder of the manifest; for Python also {@value #RUNNER}
 */
public record DeclaredPackages(Ecosystem ecosystem, Map<String, String> files) {
    /** What the tests need beside what is declared: requirements of Python, one on each line. */
    private static final String RUNNER = "mgx-test-runner.txt";

    private static final String MODULES = "node_modules/";
    private static final Set<String> NPM_LOCKS = Set.of("package-lock.json", "npm-shrinkwrap.json");
    private static final Pattern NPM_DEPENDENCIES =
            Pattern.compile("\"(?:dev|peer|optional)?[dD]ependencies\"\\s*+:\\s*+\\{\\s*+\"");
    private static final Pattern NPM_WORKSPACES = Pattern.compile("\"workspaces\"\\s*+:");
    private static final Set<String> PYTHON_MANIFESTS = Set.of("pyproject.toml", "setup.cfg", "setup.py", "tox.ini");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9@][A-Za-z0-9@._/-]*+");
    private static final Pattern COORDINATES = Pattern.compile(
            "<groupId>\\s*+([^<\\s]++)\\s*+</groupId>\\s*+<artifactId>\\s*+([^<\\s]++)\\s*+</artifactId>");

    public DeclaredPackages {
        files = Map.copyOf(files);
    }

    /**
     * What the files of a project declare.
     *
     * @param testCommand how its tests are run: tools that it names are packages as well, and Maven's are needed only by Maven
     */
    public static List<DeclaredPackages> in(Map<String, String> project, String testCommand) {
        List<DeclaredPackages> declared = new ArrayList<>();
        npm(project).ifPresent(declared::add);
        python(project, testCommand).ifPresent(declared::add);
        if (testCommand.contains("mvn")) {
            maven(project).ifPresent(declared::add);
        }
        return declared;
    }

    private static Optional<DeclaredPackages> npm(Map<String, String> project) {
        Map<String, String> there = below(project, Ecosystem.NPM.manifest());
        String manifest = there.getOrDefault(Ecosystem.NPM.manifest(), "");
        boolean workspaces = NPM_WORKSPACES.matcher(manifest).find();
        if (!workspaces && !NPM_DEPENDENCIES.matcher(manifest).find()) {
            return Optional.empty();
        }
        return of(
                Ecosystem.NPM,
                there,
                path -> path.equals(Ecosystem.NPM.manifest())
                        || NPM_LOCKS.contains(path)
                        || (workspaces && path.endsWith("/package.json") && !path.contains(MODULES)));
    }

    private static Optional<DeclaredPackages> python(Map<String, String> project, String testCommand) {
        Map<String, String> there = new TreeMap<>(project);
        if (testCommand.contains("pytest")) {
            there.put(RUNNER, "pytest\n");
        }
        return of(
                Ecosystem.PYPI,
                there,
                path -> path.equals(RUNNER) || PYTHON_MANIFESTS.contains(path) || isRequirements(path));
    }

    private static boolean isRequirements(String path) {
        boolean named = path.startsWith("requirements/") || (path.contains("requirements") && !path.contains("/"));
        return named && (path.endsWith(".txt") || path.endsWith(".in"));
    }

    private static Optional<DeclaredPackages> maven(Map<String, String> project) {
        return project.containsKey(Ecosystem.MAVEN.manifest())
                ? of(
                        Ecosystem.MAVEN,
                        project,
                        path -> path.startsWith(".mvn/") || (path.endsWith(".xml") && !isOfModule("/" + path)))
                : Optional.empty();
    }

    private static boolean isOfModule(String path) {
        return path.contains("/src/") || path.contains("/target/");
    }

    private static Optional<DeclaredPackages> of(
            Ecosystem ecosystem, Map<String, String> project, Predicate<String> counts) {
        Map<String, String> files = project.entrySet().stream()
                .filter(file -> counts.test(file.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return files.isEmpty() ? Optional.empty() : Optional.of(new DeclaredPackages(ecosystem, files));
    }

    /** The project as it is seen from the folder with the manifest: the root, or the only folder there that has one. */
    private static Map<String, String> below(Map<String, String> project, String manifest) {
        if (project.containsKey(manifest)) {
            return project;
        }
        List<String> folders = project.keySet().stream()
                .filter(path -> path.endsWith("/" + manifest) && path.indexOf('/') == path.lastIndexOf('/'))
                .map(path -> path.substring(0, path.indexOf('/') + 1))
                .toList();
        if (folders.size() != 1) {
            return Map.of();
        }
        String folder = folders.getFirst();
        return project.entrySet().stream()
                .filter(file -> file.getKey().startsWith(folder))
                .collect(Collectors.toMap(file -> file.getKey().substring(folder.length()), Map.Entry::getValue));
    }

    /** The files that say it, for people; sorted. */
    public String said() {
        return files.keySet().stream()
                .filter(path -> !path.equals(RUNNER))
                .filter(path -> ecosystem != Ecosystem.MAVEN || path.endsWith(ecosystem.manifest()))
                .sorted()
                .limit(5)
                .collect(Collectors.joining(", "));
    }

    /**
     * A sentence for each name that the project did not have before and that can be taken for that of a better known package.
     *
     * @param before what it declared
     */
    public List<String> newDoubts(DeclaredPackages before) {
        Set<String> names = names();
        names.removeAll(before.names());
        return ecosystem.doubts(names.stream().sorted().toList());
    }

    /** All that may be the name of a package. */
    private Set<String> names() {
        Set<String> names = new HashSet<>();
        for (String content : files.values()) {
            Matcher matcher = (ecosystem == Ecosystem.MAVEN ? COORDINATES : WORD).matcher(content);
            while (matcher.find()) {
                String name =
                        ecosystem == Ecosystem.MAVEN ? matcher.group(1) + ":" + matcher.group(2) : matcher.group();
                if (ecosystem.isName(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** What installs it, of the resources. */
    String script() {
        return switch (ecosystem) {
            case NPM -> "install-npm.sh";
            case PYPI -> "install-pypi-project.sh";
            case MAVEN -> "install-maven-project.sh";
        };
    }

    /**
     * The name of what it installs.
     *
     * @param platform for what: the runtime and its version
     */
    String id(String platform) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((ecosystem.name() + "\0" + platform + "\0").getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(files)
                    .forEach((path, content) ->
                            digest.update((path + "\0" + content + "\0").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
