package dev.mgx.repository.map;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a project.
 *
 * @param language null if nothing is known of how it defines things
 * @param weight how much it counts, up to 1
 */
record MappedFile(String path, String content, @Nullable SourceLanguage language, double weight, List<Symbol> symbols) {

    static MappedFile of(String path, String content) {
        double weight = FileWeight.of(path, content);
        SourceLanguage language = SourceLanguage.of(path).orElse(null);
        List<Symbol> symbols =
                language != null && weight >= FileWeight.OF_CODE ? SymbolScanner.symbols(content, language) : List.of();
        return new MappedFile(path, content, language, weight, symbols);
    }

    String stem() {
        return TestPath.stem(path);
    }

    boolean isTest() {
        return TestPath.isTest(path);
    }

    /** Whether it is looked through for what it defines and refers to. */
    boolean isCode() {
        return language != null && weight >= FileWeight.OF_CODE;
    }

    boolean isRelatedTo(MappedFile other) {
        return language != null && other.language != null && language.family().equals(other.language.family());
    }
}
