package dev.mgx.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of an answer: the form that is asked for, and those that models know from elsewhere. */
@Timeout(10)
class ActionReaderTest {
    private static final Action LIST = new Action.RunCommand("ls -l");

    private static List<Action> read(String answer) {
        return ActionReader.read(answer, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I look around.\n```sh\nls -l\n```",
                "```bash\n$ ls -l\ntotal 0\n```",
                "``` shell\nls -l\n```\nThat shows it.",
                "<tool_call>\n{\"name\": \"shell\", \"arguments\": {\"command\": \"ls -l\"}}\n</tool_call>",
                "```json\n{\"tool\": \"run\", \"parameters\": {\"cmd\": \"ls -l\"}}\n```",
                "{\"action\": \"bash\", \"action_input\": {\"script\": \"ls -l\"}}",
                "{\"command\": \"ls -l\"}",
                "{\"name\": \"exec\", \"arguments\": {\"command\": [\"ls\", \"-l\"]}}",
                "{\"type\": \"function\", \"function\": {\"name\": \"sh\", \"arguments\": \"{\\\"command\\\": \\\"ls -l\\\"}\"}}",
                "[{\"name\": \"shell\", \"arguments\": {\"command\": \"ls -l\"}}]"
            })
    void aCommandInEveryDress(String answer) {
        assertThat(read(answer)).containsExactly(LIST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Here it is.\n=== FILE a.py ===\nprint(1)\n=== END FILE ===",
                "=== FILE ./a.py ===\n```python\nprint(1)\n```\n=== END FILE ===",
                "{\"name\": \"write_file\", \"arguments\": {\"path\": \"a.py\", \"content\": \"print(1)\\n\"}}",
                "<tool_call>{\"name\": \"create\", \"arguments\": {\"file_path\": \"a.py\", \"file_text\": \"print(1)\\n\"}}</tool_call>"
            })
    void aFileInEveryDress(String answer) {
        assertThat(read(answer)).containsExactly(new Action.WriteFiles(Map.of("a.py", "print(1)\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=== EDIT a.py ===\n<<<<<<<\nold\n=======\nnew\n>>>>>>>",
                "I change `a.py`:\n```\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n```",
                "{\"name\": \"str_replace\", \"arguments\": {\"path\": \"a.py\", \"old_str\": \"old\\n\", \"new_str\": \"new\\n\"}}"
            })
    void aChangeInEveryDress(String answer) {
        assertThat(read(answer))
                .containsExactly(new Action.EditFile("a.py", List.of(new Replacement("old\n", "new\n"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DONE",
                "All is well.\n\n**DONE**\n",
                "=== DONE ===\nIt counts.",
                "{\"name\": \"finish\", \"arguments\": {\"summary\": \"It counts.\"}}"
            })
    void theEndInEveryDress(String answer) {
        assertThat(read(answer)).singleElement().isInstanceOf(Action.Finish.class);
    }

    @Test
    void filesComeBeforeTheCommandThatTriesThem() {
        assertThat(read("```sh\nsh a.sh\n```\n=== FILE a.sh ===\necho\n```sh\nnot a command\n```\n=== END FILE ==="))
                .containsExactly(
                        new Action.WriteFiles(Map.of("a.sh", "echo\n```sh\nnot a command\n```\n")),
                        new Action.RunCommand("sh a.sh"));
    }

    @Test
    void severalBlocksAreOneScript() {
        assertThat(read("```sh\ncd a\n```\nthen\n```bash\nls\n```"))
                .containsExactly(new Action.RunCommand("cd a\n\nls"));
    }

    @Test
    void codeWithoutAPathIsTheOnlyFile() {
        String answer = "Like this:\n```python\nprint(1)\n```";
        assertThat(ActionReader.read(answer, "a.py"))
                .containsExactly(new Action.WriteFiles(Map.of("a.py", "print(1)\n")));
        assertThatThrownBy(() -> read(answer)).isInstanceOf(UnclearAction.class);
        assertThatThrownBy(() -> ActionReader.read(answer, "a.js")).isInstanceOf(UnclearAction.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I will now think about it.",
                "{\"thought\": \"hm\"}",
                "{broken",
                "```json\n{}\n```",
                "<tool_call>"
            })
    void anAnswerWithoutAnActionIsAskedForAgainInOneSentence(String answer) {
        assertThatThrownBy(() -> read(answer))
                .isInstanceOf(UnclearAction.class)
                .hasMessageStartingWith("There is no action in the answer. Give one:");
    }

    @Test
    void aChangeThatNamesNoFileIsAskedForAgain() {
        assertThatThrownBy(() -> read("<<<<<<<\nold\n=======\nnew\n>>>>>>>")).hasMessageContaining("=== EDIT path ===");
    }

    @Test
    void aPassageIsReplacedWhereItStandsOnce() {
        String text = "a\n  b \nc\nb\n";
        assertThat(new Replacement("a\n", "x\n").in(text, "f")).isEqualTo("x\n  b \nc\nb\n");
        assertThat(new Replacement("  b\nc", "y").in(text, "f"))
                .as("blanks at the ends are forgiven")
                .isEqualTo("a\ny\nb\n");
        assertThat(new Replacement("c\n", "").in(text, "f")).isEqualTo("a\n  b \nb\n");
        assertThatThrownBy(() -> new Replacement("b", "z").in(text, "f")).hasMessageContaining("more than once");
        assertThatThrownBy(() -> new Replacement("none", "z").in(text, "f")).hasMessageContaining("is not in f");
        assertThatThrownBy(() -> new Replacement("", "z").in(text, "f")).hasMessageContaining("is not in f");
    }
}
