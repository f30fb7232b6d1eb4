package dev.mgx.repository.map;

import dev.mgx.repository.map.SourceLanguage.Trait;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a file defines, as far as it can be seen in one line each. For one file. */
final class SymbolScanner {
    private static final int MOST = 2_000;
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_NAME = 80;

    private static final Set<String> MODIFIERS =
            Set.of(("public private protected internal static final abstract sealed open"
                            + " override virtual async export default declare pub unsafe extern crate inline suspend data partial"
                            + " readonly case lateinit companion implicit lazy local create or replace if not exists temporary"
                            + " unique materialized strictfp synchronized native mutating indirect fileprivate typedef get set enum annotation inner value")
                    .split(" "));

    private static final Set<String> STATEMENTS =
            Set.of(("if for while switch catch return new sizeof throw do else assert"
                            + " super this try using lock foreach case yield await delete typeof goto in of instanceof with function"
                            + " when until unless elif print echo and or not import package from select insert update"
                            + " fixed is as co_return co_await static_assert alignof decltype defined")
                    .split(" "));

    /** What may stand between the word that says what is defined and its name. */
    private static final Set<String> BETWEEN = Set.of("if", "not", "exists", "class", "struct", "or", "replace");

    private final SourceLanguage language;
    private final Map<String, Symbol> found = new HashMap<>();
    private String line = "";
    private int number;
    private int at;

    private SymbolScanner(SourceLanguage language) {
        this.language = language;
    }

    static List<Symbol> symbols(String text, SourceLanguage language) {
        SymbolScanner scanner = new SymbolScanner(language);
        char[] code = CodeMask.of(text, language);
        int from = 0;
        int number = 1;
        while (from < code.length && scanner.found.size() < MOST) {
            int to = from;
            while (to < code.length && code[to] != '\n') {
                to++;
            }
            scanner.line(code, from, to, number++);
            from = to + 1;
        }
        return scanner.found.values().stream()
                .sorted((one, other) -> Integer.compare(one.line(), other.line()))
                .toList();
    }

    private void line(char[] code, int from, int to, int lineNumber) {
        int begin = from;
        while (begin < to && (code[begin] == ' ' || code[begin] == '\t')) {
            begin++;
        }
        if (begin == to) {
            return;
        }
        line = new String(code, begin, Math.min(to - begin, LONGEST_LINE)).stripTrailing();
        number = lineNumber;
        at = 0;
        boolean top = begin == from;
        if (!byKeyword(top)) {
            if (language.has(Trait.TYPED)) {
                typed(top);
            } else if (language.has(Trait.METHODS)) {
                method();
            }
        }
    }

    private boolean byKeyword(boolean top) {
        for (int words = 0; words < 8; words++) {
            skipAnnotations();
            int begin = at;
            String word = language.has(Trait.ANY_CASE) ? WordTable.lower(word()) : word();
            String kind = language.keywords().get(word);
            if (kind != null && defines(word, kind, top)) {
                return true;
            }
            if (!MODIFIERS.contains(word)) {
                at = begin;
                return false;
            }
            skipSpaces();
            skipGroup('(', ')');
        }
        return false;
    }

    private boolean defines(String word, String kind, boolean top) {
        int begin = at;
        skipSpaces();
        skip('*');
        boolean receiver = word.equals("func") && is('(');
        if (receiver) {
            skipGroup('(', ')');
        }
        skipGroup('<', '>');
        while (BETWEEN.contains(WordTable.lower(peek()))) {
            word();
        }
        String name = lastOfPath();
        boolean fits = !name.isEmpty()
                && (top || !kind.equals("constant"))
                && (!word.equals("record") || is('(') || is('<'))
                && (!language.family().equals("c") || kind.equals("macro") || isBody());
        if (!fits) {
            at = begin;
            return false;
        }
        boolean arrow = kind.equals("constant") && (line.contains("=>") || line.contains("function"));
        add(arrow ? "function" : receiver || (kind.equals("function") && !top && hasClasses()) ? "method" : kind, name);
        return true;
    }

    /** Of {@code self.total} and {@code List<T>.second} the last word is the name. */
    private String lastOfPath() {
        String name = word();
        int end = at;
        skipGroup('<', '>');
        while (is('.') || line.startsWith("::", at)) {
            at += is('.') ? 1 : 2;
            name = word();
            end = at;
        }
        at = end;
        return name;
    }

    private boolean hasClasses() {
        return !language.family().equals("go") && !language.family().equals("shell");
    }

    /** After the name of a type of C: elsewhere than in its definition something else follows. */
    private boolean isBody() {
        skipSpaces();
        return at >= line.length() || is('{') || is(':') || line.endsWith("{");
    }

    /** A type, a name and a bracket, such as {@code static int total(}; nothing that a call or an assignment has. */
    private void typed(boolean top) {
        int bracket = line.indexOf('(', at);
        int end = bracket;
        while (end > at && line.charAt(end - 1) == ' ') {
            end--;
        }
        int begin = end;
        while (begin > at && isPart(line.charAt(begin - 1))) {
            begin--;
        }
        String before = begin < at ? "" : line.substring(at, begin).strip();
        String name = begin < 0 || begin >= end ? "" : line.substring(begin, end);
        boolean declares = line.endsWith(";");
        boolean qualified = before.endsWith("::");
        boolean modifiers = at > 0;
        if (name.isEmpty()
                || Character.isDigit(name.charAt(0))
                || STATEMENTS.contains(name)
                || (before.isEmpty() && !modifiers)
                || STATEMENTS.contains(firstWord(before))
                || (qualified && before.indexOf(' ') < 0 && !(top && !declares))
                || (declares && !top && language.family().equals("c"))
                || !before.chars().allMatch(letter -> isPart((char) letter) || " <>[],.?&*:~".indexOf(letter) >= 0)
                || before.endsWith(".")
                || before.endsWith(",")) {
            return;
        }
        if (!found.containsKey(name)) {
            add(language.family().equals("c") && top ? "function" : "method", name);
        }
    }

    private void method() {
        String name = word();
        skipSpaces();
        if (name.equals("exports") && is('.')) {
            at++;
            String exported = word();
            skipSpaces();
            if (is('=')) {
                add("function", exported);
            }
        } else if (is('(') && line.endsWith("{") && !STATEMENTS.contains(name)) {
            add(language.family().equals("shell") ? "function" : "method", name);
        }
    }

    private void add(String kind, String name) {
        if (!name.isEmpty() && name.length() <= LONGEST_NAME) {
            found.putIfAbsent(name, new Symbol(kind, name, number));
        }
    }

    /** The word here, also with what stands before it in some: {@code #define}, {@code @interface}, {@code macro_rules!}. */
    private String word() {
        int begin = at;
        if (is('#') || is('@')) {
            at++;
        }
        while (at < line.length() && isPart(line.charAt(at))) {
            at++;
        }
        if (is('!') || (at > begin && is('?') && language.family().equals("ruby"))) {
            at++;
        }
        String word = line.substring(begin, at);
        skipSpaces();
        return word;
    }

    private String peek() {
        int begin = at;
        String word = word();
        at = begin;
        return word;
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && isPart(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private void skipAnnotations() {
        while (is('@') && !language.keywords().containsKey(peek())) {
            int begin = at;
            word();
            while (is('.')) {
                at++;
                word();
            }
            skipGroup('(', ')');
            skipSpaces();
            if (at == begin) {
                return;
            }
        }
    }

    private void skipGroup(char open, char close) {
        if (!is(open)) {
            return;
        }
        int depth = 0;
        for (int end = at; end < line.length(); end++) {
            depth += line.charAt(end) == open ? 1 : line.charAt(end) == close ? -1 : 0;
            if (depth == 0) {
                at = end + 1;
                skipSpaces();
                return;
            }
        }
    }

    private void skip(char letter) {
        if (is(letter)) {
            at++;
            skipSpaces();
        }
    }

    private void skipSpaces() {
        while (is(' ') || is('\t')) {
            at++;
        }
    }

    private boolean is(char letter) {
        return at < line.length() && line.charAt(at) == letter;
    }

    private static boolean isPart(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_' || letter == '$';
    }
}
