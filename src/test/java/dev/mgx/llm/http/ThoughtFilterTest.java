package dev.mgx.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thoughts that come as text are told from the answer, however they are cut into pieces. */
@Timeout(20)
class ThoughtFilterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<think>Hm.</think>Yes.|Hm.|Yes.",
                "\" \n<think>\nHm.\n</think>\n\n{}\n\"|\"\nHm.\n\"|\"{}\n\"",
                "<think></think>Yes.|\"\"|Yes.",
                "<think>a </thin b </think>Yes <think>no</think>|\"a </thin b \"|Yes <think>no</think>",
                "<think>Hm|Hm|\"\"",
                "<thinking>Hm.</thinking>Yes|Hm.|Yes",
                "[THINK]a[b]c[/THINK] Yes|a[b]c|Yes",
                "Hm. {\"\"a\"\": 1}</think>{}|Hm. {\"\"a\"\": 1}|{}",
                "</think>Yes|\"\"|Yes",
                "It is <think> and </think> that|\"\"|It is <think> and </think> that",
                "a < b </thin|\"\"|a < b </thin",
                "<thi|\"\"|<thi",
                "\"   \"|\"\"|\"   \"",
                "\"          {\"|\"\"|\"          {\"",
                "Yes|\"\"|Yes"
            })
    void dividesAnAnswer(String answer, String thought, String text) {
        for (int length = 1; length <= answer.length(); length++) {
            ThoughtFilter filter = new ThoughtFilter();
            StringBuilder thoughts = new StringBuilder();
            StringBuilder texts = new StringBuilder();
            for (int at = 0; at < answer.length(); at += length) {
                ThoughtFilter.Divided divided =
                        filter.add(answer.substring(at, Math.min(answer.length(), at + length)));
                if (divided.takesBack()) {
                    thoughts.append(texts);
                    texts.setLength(0);
                }
                thoughts.append(divided.thought());
                texts.append(divided.text());
            }
            texts.append(filter.rest());
            assertThat(texts.toString()).as("in pieces of %d", length).isEqualTo(text);
            assertThat(thought).as("in pieces of %d", length).startsWith(thoughts.toString());
        }
    }

    @Test
    void knowsTheChannelsOfHarmony() {
        ThoughtFilter filter = new ThoughtFilter();

        ThoughtFilter.Divided divided = filter.add(
                "<|channel|>analysis<|message|>Hm<|end|><|start|>assistant" + "<|channel|>final<|message|>Yes");

        assertThat(divided.thought()).startsWith("Hm");
        assertThat(divided.text()).isEqualTo("Yes");
    }
}
