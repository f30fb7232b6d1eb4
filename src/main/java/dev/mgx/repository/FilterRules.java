package dev.mgx.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesRule;
import org.jspecify.annotations.Nullable;

/**
 * Which files are something else in a work tree than in a commit, by {@code .gitattributes} and {@code info/attributes}:
 * those with a filter, such as one that encrypts, and those of another character set.
 */
final class FilterRules {
    private static final String MACRO = "[attr]";

    private final Set<String> attributes = new HashSet<>(Set.of("filter", "working-tree-encoding"));
    private final Map<String, List<AttributesRule>> byFolder = new HashMap<>();
    private final List<AttributesRule> info;

    FilterRules(byte[] info) {
        this.info = parsed(info);
    }

    /**
     * What is added later of the same folder comes first.
     *
     * @param folder empty, or its path with a slash at the end
     */
    void add(String folder, byte[] gitattributes) {
        byFolder.computeIfAbsent(folder, each -> new ArrayList<>()).addAll(parsed(gitattributes));
    }

    boolean areAbout(String path) {
        return attributes.stream().anyMatch(each -> isSet(each, path));
    }

    private boolean isSet(String attribute, String path) {
        Boolean set = decided(info, attribute, path);
        for (int end = path.length(); set == null && end > 0; ) {
            end = path.lastIndexOf('/', end - 2) + 1;
            set = decided(byFolder.getOrDefault(path.substring(0, end), List.of()), attribute, path.substring(end));
        }
        return Boolean.TRUE.equals(set);
    }

    /** What the last rule about a path says; null if none does. */
    private static @Nullable Boolean decided(List<AttributesRule> rules, String attribute, String path) {
        for (AttributesRule rule : rules.reversed()) {
            for (Attribute each : rule.getAttributes()) {
                if (each.getKey().equals(attribute) && rule.isMatch(path, false)) {
                    return switch (each.getState()) {
                        case SET, CUSTOM -> true;
                        case UNSET, UNSPECIFIED -> false;
                    };
                }
            }
        }
        return null;
    }

    private List<AttributesRule> parsed(byte[] text) {
        try {
            AttributesNode node = new AttributesNode();
            node.parse(new ByteArrayInputStream(text));
            node.getRules().stream()
                    .filter(rule -> rule.getPattern().startsWith(MACRO))
                    .filter(rule -> rule.getAttributes().stream().anyMatch(each -> attributes.contains(each.getKey())))
                    .forEach(rule -> attributes.add(rule.getPattern().substring(MACRO.length())));
            return node.getRules();
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read attributes in memory", e);
        }
    }
}
