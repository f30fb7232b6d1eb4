package dev.mgx.packages;

import dev.mgx.packages.names.KnownNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the libraries of a language come from, and the files in which a project says which it uses. */
public enum Ecosystem {
    NPM(
            "npm",
            "node",
            "package.json",
            "package-lock.json",
            "npm ci",
            "(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*",
            "@"),
    PYPI(
            "PyPI",
            "python3",
            "requirements.in",
            "requirements.txt",
            "python3 -m pip install -r requirements.txt",
            "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?",
            ""),
    MAVEN(
            "Maven",
            "java",
            "pom.xml",
            "checksums.sha256",
            "mvn dependency:copy-dependencies -DoutputDirectory=lib\nexport CLASSPATH='.:lib/*'",
            "[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*:[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*",
            ":");

    private static final List<String> PYTHON_COMPARISONS = List.of("==", ">=", "<=", "~=", "!=", ">", "<");

    private static final Map<Ecosystem, KnownNames> KNOWN = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(
                    each -> each, each -> KnownNames.load(each.name().toLowerCase(Locale.ROOT) + ".txt")));

    private final String title;
    private final String runtime;
    private final String manifest;
    private final String lockFile;
    private final String installCommand;
    private final Pattern name;
    private final String separator;

    Ecosystem(
            String title,
            String runtime,
            String manifest,
            String lockFile,
            String installCommand,
            String name,
            String separator) {
        this.title = title;
        this.runtime = runtime;
        this.manifest = manifest;
        this.lockFile = lockFile;
        this.installCommand = installCommand;
        this.name = Pattern.compile(name);
        this.separator = separator;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** The runtime of its programs, as the sandbox names it. */
    public String runtime() {
        return runtime;
    }

    /** The file that names the libraries that the program itself uses. */
    public String manifest() {
        return manifest;
    }

    /** The file that names every library with its version and hash. */
    public String lockFile() {
        return lockFile;
    }

    /** The command that installs what the lock file names; for Java another one that lets programs find it. */
    public String installCommand() {
        return installCommand;
    }

    /** The ecosystem of programs that this runtime runs. */
    public static Optional<Ecosystem> of(String runtime) {
        for (Ecosystem each : values()) {
            if (each.runtime.equals(runtime) || (each == PYPI && runtime.equals("python"))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether it may be the name of a package. */
    boolean isName(String text) {
        return text.length() <= Dependency.LONGEST && name.matcher(text).matches();
    }

    /** The name and the versions of a dependency as people write it; empty if it is none. */
    public Optional<Dependency> parsed(String text) {
        String plain = text.strip();
        int at = switch (this) {
            case NPM -> plain.indexOf(separator, 1);
            case PYPI -> firstComparison(plain);
            case MAVEN -> plain.indexOf(separator, plain.indexOf(separator) + 1);
        };
        String named = (at < 0 ? plain : plain.substring(0, at)).strip();
        String versions = at < 0 ? "" : plain.substring(at + separator.length()).strip();
        Pattern form = this == MAVEN ? Dependency.MAVEN_VERSIONS : Dependency.VERSIONS;
        return isName(named) && form.matcher(versions).matches()
                ? Optional.of(new Dependency(named, versions))
                : Optional.empty();
    }

    /** A sentence for each of these names that can be taken for that of a better known package. */
    public List<String> doubts(List<String> names) {
        List<String> doubts = new ArrayList<>();
        for (String each : names) {
            Objects.requireNonNull(KNOWN.get(this))
                    .imitatedBy(canonical(each))
                    .ifPresent(model -> doubts.add(
                            "%s looks like a typo of %s, which is far better known.".formatted(each, model)));
        }
        return doubts;
    }

    private static int firstComparison(String text) {
        return PYTHON_COMPARISONS.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    /** How its tool is told of the dependency. */
    String written(Dependency dependency) {
        return dependency.versions().isEmpty()
                ? dependency.name()
                : dependency.name() + separator + dependency.versions();
    }

    /** The same name for all of its spellings (PEP 503). */
    String canonical(String given) {
        return this == PYPI ? given.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-") : given;
    }
}
