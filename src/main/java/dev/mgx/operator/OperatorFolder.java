package dev.mgx.operator;

import dev.mgx.file.TrustedFile;
import dev.mgx.task.AgentRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own folder, in which its settings are as well: {@code prompts/ROLE.md} and {@code skills/NAME/SKILL.md}. What cannot
 * be used is left out and said; nobody else may be able to change what is used.
 *
 * @param folder null for none
 */
public record OperatorFolder(@Nullable Path folder) {
    public static final OperatorFolder NONE = new OperatorFolder(null);

    /** About 10,000 tokens: more than any role's window has room for beside its work. */
    static final int MOST_BYTES = 32 << 10;

    /** Each is a line of every prompt of an engineer. */
    static final int MOST_SKILLS = 50;

    private static final String PROMPTS = "prompts";
    private static final String SKILLS = "skills";
    private static final String ENDING = ".md";

    /** Reads what is there now. Blocks on the disk. */
    public OperatorWords read() {
        Map<AgentRole, String> prompts = new EnumMap<>(AgentRole.class);
        List<Skill> skills = new ArrayList<>();
        List<String> flaws = new ArrayList<>();
        for (Path file : entries(PROMPTS, flaws)) {
            try {
                prompts.put(role(file), text(file));
            } catch (IOException | IllegalArgumentException e) {
                flaws.add(flaw(file, e));
            }
        }
        for (Path entry : entries(SKILLS, flaws)) {
            Path file = entry.resolve("SKILL.md");
            try {
                if (skills.size() == MOST_SKILLS) {
                    throw new IllegalArgumentException(
                            "is one too many: at most %d skills are read".formatted(MOST_SKILLS));
                }
                skills.add(SkillFile.read(String.valueOf(entry.getFileName()), text(file)));
            } catch (IOException | IllegalArgumentException e) {
                flaws.add(flaw(file, e));
            }
        }
        return new OperatorWords(prompts, skills, flaws);
    }

    /** The name of a role's file, as people are shown the role. */
    static String fileName(AgentRole role) {
        return role.displayName().toLowerCase(Locale.ROOT).replace(' ', '-') + ENDING;
    }

    private static AgentRole role(Path file) {
        String name = String.valueOf(file.getFileName());
        return Arrays.stream(AgentRole.values())
                .filter(role -> fileName(role).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is for no role: it must be one of "
                        + Arrays.stream(AgentRole.values())
                                .map(OperatorFolder::fileName)
                                .collect(Collectors.joining(", "))));
    }

    /** By name, without what editors and systems leave behind. */
    private List<Path> entries(String name, List<String> flaws) {
        Path place = folder == null ? null : folder.resolve(name);
        if (place == null || !Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.filter(entry -> {
                        String each = String.valueOf(entry.getFileName());
                        return !each.startsWith(".") && !each.endsWith("~");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            flaws.add("%s cannot be read, so nothing in it is used; it must be a folder of yours: %s"
                    .formatted(place, reason(e)));
            return List.of();
        }
    }

    private static String text(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("is not there: a skill is a folder with this file");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("is no file; it must be a text");
        }
        var _ = TrustedFile.check(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException("is too long: it may have %,d bytes".formatted(MOST_BYTES));
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("^\ufeff", "");
            if (text.isBlank()) {
                throw new IllegalArgumentException("is empty; write into it what is to be said, or remove it");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not in UTF-8; save it so", e);
        }
    }

    private static String flaw(Path file, Exception e) {
        String it = e instanceof IllegalArgumentException ? "it " : "";
        return "%s is left out: %s%s".formatted(file, it, reason(e));
    }

    private static String reason(Exception e) {
        return e instanceof AccessDeniedException ? "this user may not read it" : String.valueOf(e.getMessage());
    }
}
