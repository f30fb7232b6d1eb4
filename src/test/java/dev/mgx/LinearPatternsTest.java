package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No pattern of the program takes more than time in proportion to the text it looks through, whatever the text is: each
 * is found in the sources, and looks through texts made of its own letters and words, repeated, which count how often a
 * letter was read.
 */
@Timeout(120)
class LinearPatternsTest {
    private static final Set<String> TAKE_A_PATTERN =
            Set.of("compile", "matches", "replaceAll", "replaceFirst", "split", "splitAsStream");

    private static final int LENGTH = 10_000;

    /** Reads of one letter; a pattern with many alternatives tries each of them at every letter. */
    private static final int READS = 400;

    /** Their text is not foreign, or a few thousand letters at most. */
    private static final Set<String> BOUNDED = Set.of(
            "config/Setting.java", // values that the person who starts the server has set
            "config/OriginList.java",
            "client/MgxClient.java", // an address from the command line
            "client/HttpCalls.java",
            "server/api/DownloadName.java", // sixty letters
            "simulated/Requirement.java", // the first four thousand letters
            "simulated/Programs.java",
            "simulated/Template.java"); // our own resources

    private static final List<Literal> LITERALS = new ArrayList<>();

    /**
     * A pattern that stands in a source file.
     *
     * @param whole whether a text is only ever asked to match it as a whole
     */
    private record Literal(String file, String pattern, boolean whole) {}

    /** A text that counts how often its letters are read, and gives up when that is too often. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int reads;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads > READS * LENGTH) {
                throw new TooManyReads();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyReads() {
            super("", null, false, false);
        }
    }

    @BeforeAll
    static void read() throws IOException {
        Path main = Path.of("src/main/java/dev/mgx");
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        try (Stream<Path> walk = Files.walk(main);
                var files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths =
                    walk.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
            for (CompilationUnitTree unit : task.parse()) {
                String file = main.toAbsolutePath()
                        .relativize(Path.of(unit.getSourceFile().toUri()))
                        .toString();
                String source = unit.getSourceFile().getCharContent(true).toString();
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    private String field = "";

                    @Override
                    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
                        field = variable.getName().toString();
                        super.visitVariable(variable, null);
                        field = "";
                        return null;
                    }

                    @Override
                    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
                        String pattern = call.getArguments().isEmpty()
                                ? ""
                                : constant(call.getArguments().getFirst());
                        if (TAKE_A_PATTERN.contains(name(call)) && !isOfMatcher(call) && !pattern.isEmpty()) {
                            boolean whole = name(call).equals("matches")
                                    || (name(call).equals("compile") && isOnlyMatched(field, source));
                            LITERALS.add(new Literal(file, pattern, whole));
                        }
                        return super.visitMethodInvocation(call, null);
                    }
                }.scan(unit, null);
            }
        }
    }

    /** Whether the source asks of this pattern nothing but matches(), directly or of a matcher that it names. */
    private static boolean isOnlyMatched(String field, String source) {
        if (field.isEmpty() || !source.contains(field + ".matcher(") || source.contains(field + ".split")) {
            return false;
        }
        Matcher uses = Pattern.compile("(?:(\\w+) = )?\\b" + field + "\\.matcher\\([^;]*")
                .matcher(source);
        while (uses.find()) {
            String asked = uses.group(1) == null ? uses.group() : String.join(" ", calls(uses.group(1), source));
            if (!asked.contains(".matches()") || asked.contains(".find(") || asked.contains(".replace")) {
                return false;
            }
        }
        return true;
    }

    private static List<String> calls(String variable, String source) {
        return Pattern.compile("\\b" + variable + "(\\.\\w+\\()\\)?")
                .matcher(source)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Whether its argument is what to put in the place of a match. */
    private static boolean isOfMatcher(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree select
                && select.getExpression() instanceof MethodInvocationTree receiver
                && name(receiver).equals("matcher");
    }

    private static String name(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case MemberSelectTree select -> select.getIdentifier().toString();
            case IdentifierTree own -> own.getName().toString();
            default -> "";
        };
    }

    /** The text of an expression; what is not written there is a word. */
    private static String constant(ExpressionTree expression) {
        return switch (expression) {
            case LiteralTree literal when literal.getValue() instanceof String text -> text;
            case BinaryTree sum -> constant(sum.getLeftOperand()) + constant(sum.getRightOperand());
            case ParenthesizedTree inner -> constant(inner.getExpression());
            case MethodInvocationTree call
            when call.getMethodSelect() instanceof MemberSelectTree select
                    && name(call).equals("formatted") ->
                constant(select.getExpression()).replace("%s", "word");
            case MethodInvocationTree call when name(call).equals("quote") -> "word";
            default -> "";
        };
    }

    @Test
    void thereAreManyToLookAt() {
        assertThat(LITERALS)
                .hasSizeGreaterThan(60)
                .anyMatch(literal -> literal.pattern().contains("FILE ?:?"));
    }

    @Test
    void noneReadsATextMoreThanATimeInProportionToItsLength() {
        List<String> slow = LITERALS.stream()
                .filter(literal -> !BOUNDED.contains(literal.file()))
                .flatMap(literal -> slow(literal).stream())
                .toList();
        assertThat(slow).isEmpty();
    }

    @Test
    void theListOfTheBoundedHasNothingThatIsNotThere() {
        assertThat(LITERALS.stream().map(Literal::file)).containsAll(BOUNDED);
    }

    @Test
    void thePatternsThatWereSlowAreSeenToBe() {
        for (String slow : List.of("[!?]+$", "(?i)unsupported.*\\bword\\b", "(a|b)*c", "\\s+x")) {
            assertThat(slow(new Literal("", slow, false))).as(slow).isNotEmpty();
        }
    }

    /** The texts that this pattern is slow at. */
    private static List<String> slow(Literal literal) {
        Pattern pattern = Pattern.compile(literal.pattern());
        List<String> slow = new ArrayList<>();
        for (String seed : seeds(literal.pattern())) {
            String text = seed.repeat(LENGTH / seed.length());
            for (String whole : List.of(text, text + "\u0001", "x" + text + "\u0001")) {
                if (slow.isEmpty() && !isQuick(pattern, literal.whole(), whole)) {
                    slow.add("%s: %s, at \"%s\" repeated".formatted(literal.file(), literal.pattern(), seed));
                }
            }
        }
        return slow;
    }

    private static boolean isQuick(Pattern pattern, boolean wholeOnly, String text) {
        try {
            pattern.matcher(new Counted(text)).matches();
            Matcher matcher = pattern.matcher(new Counted(text));
            while (!wholeOnly && matcher.find()) {
                // go on to the end
            }
            return true;
        } catch (TooManyReads | StackOverflowError e) {
            return false;
        }
    }

    /** The letters and the words of a pattern, and some that any text has. */
    private static Set<String> seeds(String pattern) {
        Set<String> seeds = new LinkedHashSet<>(List.of("a", "0", " ", "\n", "!", "\t", "a ", "a\n", " a", ".", "\""));
        pattern.codePoints().mapToObj(Character::toString).forEach(seeds::add);
        StringBuilder word = new StringBuilder();
        for (char letter : (pattern + "|").toCharArray()) {
            if (Character.isLetterOrDigit(letter) || " =_-./".indexOf(letter) >= 0) {
                word.append(letter);
            } else {
                if (!word.isEmpty()) {
                    seeds.add(word.toString());
                    seeds.add(word + " ");
                }
                word.setLength(0);
            }
        }
        return seeds;
    }
}
