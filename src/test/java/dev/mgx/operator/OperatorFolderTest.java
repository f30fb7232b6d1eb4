package dev.mgx.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.task.AgentRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of the operator's folder, and what is said of the rest. */
@Timeout(10)
class OperatorFolderTest {
    private static final String CHARTS =
            "---\nname: charts\ndescription: >\n  How bars and lines\n  are drawn\nlicense: MIT\n---\n# Charts\n";

    @TempDir
    private Path folder;

    private Path write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private OperatorWords read() {
        return new OperatorFolder(folder).read();
    }

    private String flaw() {
        OperatorWords words = read();
        assertThat(words.prompts()).isEmpty();
        assertThat(words.skills()).isEmpty();
        assertThat(words.flaws()).hasSize(1);
        return words.flaws().getFirst().replace(folder + "/", "");
    }

    @Test
    void promptsAndSkillsAreReadAndWhatEditorsLeaveIsNot() throws Exception {
        write("prompts/product-manager.md", "\ufeffBe brief.\n");
        write("prompts/engineer.md", "Two spaces.\n");
        write("prompts/engineer.md~", "Tabs.\n");
        write("prompts/.engineer.md.swp", "\0");
        write("skills/charts/SKILL.md", CHARTS.replace("\n", "\r\n"));
        write("skills/charts/scripts/draw.py", "1");
        write("skills/audit/SKILL.md", "---\ndescription: 'Who did: what'\nname: audit\n---\n");

        OperatorWords words = read();
        assertThat(words.flaws()).isEmpty();
        assertThat(words.prompts())
                .isEqualTo(Map.of(AgentRole.PRODUCT_MANAGER, "Be brief.\n", AgentRole.ENGINEER, "Two spaces.\n"));
        assertThat(words.skills())
                .containsExactly(
                        new Skill("audit", "Who did: what", "\n"),
                        new Skill("charts", "How bars and lines are drawn", "# Charts\n\n"));
    }

    @Test
    void aFolderThatIsNotThereSaysNothing() {
        assertThat(OperatorFolder.NONE.read())
                .isEqualTo(read())
                .isEqualTo(new OperatorWords(Map.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "no name|---\\ndescription: d\\n---\\n|needs a name of 1 to 64 characters between its two lines ---; it has none",
                "another name|---\\nname: bars\\ndescription: d\\n---\\n|has the name 'bars', but a name is that of the folder, charts",
                "no description|---\\nname: charts\\ndescription:\\n---\\n|needs a description of 1 to 1,024 characters",
                "a list|---\\nname: charts\\ndescription: [a, b]\\n---\\n|needs a description of 1 to 1,024 characters",
                "no end|---\\nname: charts\\ndescription: d\\n# Charts\\n|must begin with a line ---, its name and description in YAML",
                "no beginning|# Charts\\n|must begin with a line ---",
                "no YAML|---\\nname: [charts\\n---\\n|has no YAML between its two lines ---",
                "empty| |is empty"
            },
            delimiter = '|')
    void aSkillThatIsNoneIsLeftOutAndSaid(String why, String text, String said) throws Exception {
        write("skills/charts/SKILL.md", text == null ? "" : text.replace("\\n", "\n"));
        assertThat(flaw()).as(why).startsWith("skills/charts/SKILL.md is left out: it " + said);
    }

    @Test
    void aFileThatCannotBeUsedIsLeftOutAndSaid() throws Exception {
        Path prompt = write("prompts/tester.md", "x");
        assertThat(flaw())
                .isEqualTo("prompts/tester.md is left out: it is for no role: it must be one of product-manager.md,"
                        + " architect.md, engineer.md, qa-engineer.md, debugger.md, editor.md");
        Files.delete(prompt);

        Path engineer = write("prompts/engineer.md", "x".repeat(OperatorFolder.MOST_BYTES + 1));
        assertThat(flaw()).isEqualTo("prompts/engineer.md is left out: it is too long: it may have 32,768 bytes");
        Files.write(engineer, new byte[] {'a', (byte) 0xe4});
        assertThat(flaw()).isEqualTo("prompts/engineer.md is left out: it is not in UTF-8; save it so");
        Files.writeString(engineer, "fine");
        Files.setPosixFilePermissions(engineer, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(flaw()).contains("is left out: ", "can be changed by other users", "chmod 600");
        Files.delete(engineer);
        Files.createDirectory(engineer);
        assertThat(flaw()).isEqualTo("prompts/engineer.md is left out: it is no file; it must be a text");
        Files.delete(engineer);

        Files.createDirectories(folder.resolve("skills/charts"));
        assertThat(flaw())
                .isEqualTo("skills/charts/SKILL.md is left out: it is not there: a skill is a folder with this file");
    }

    @Test
    void aFileInThePlaceOfAFolderIsSaid() throws Exception {
        write("prompts", "Be brief.\n");
        assertThat(flaw()).startsWith("prompts cannot be read, so nothing in it is used; it must be a folder of yours");
    }

    @Test
    void thereIsAMostOfSkills() throws Exception {
        for (int i = 100; i <= 100 + OperatorFolder.MOST_SKILLS; i++) {
            write("skills/s%d/SKILL.md".formatted(i), "---\nname: s%d\ndescription: d\n---\n".formatted(i));
        }
        OperatorWords words = read();
        assertThat(words.skills()).hasSize(OperatorFolder.MOST_SKILLS);
        assertThat(words.flaws()).singleElement().asString().contains("s150/SKILL.md is left out: it is one too many");
    }

    @Test
    void aRunIsToldTheSkillsOfWhichItsRequirementSpeaksAsFarAsTheyFit() {
        Skill charts = new Skill("charts", "How bars and lines are drawn", "Bars first. ".repeat(20));
        Skill audit = new Skill("audit-trail", "Who did what", "Write it down.");
        Skill other = new Skill("release", "How lines of a version are published", "Tag it.");
        OperatorWords words = new OperatorWords(Map.of(), List.of(audit, charts, other), List.of());

        Briefing drawing = Briefing.of(words, "Draw the bars of a chart.");
        assertThat(drawing.skills()).containsExactly(charts);
        assertThat(drawing.skills(10_000))
                .startsWith("charts: How bars and lines are drawn\n\nBars first. ")
                .endsWith("\n\naudit-trail: Who did what\n\nrelease: How lines of a version are published");
        assertThat(drawing.skills(80))
                .isEqualTo(
                        "audit-trail: Who did what\n\nrelease: How lines of a version are published\n\nThere is no room here for: charts");
        assertThat(Briefing.of(words, "Add an audit trail").skills()).containsExactly(audit);
        assertThat(Briefing.of(words, "Count words").skills()).isEmpty();
    }
}
