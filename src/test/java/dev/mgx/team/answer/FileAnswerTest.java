package dev.mgx.team.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requested file is found in any form that models use, or rejected with the exact complaint. */
@Timeout(10)
class FileAnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=== FILE src/A.java ===\nclass A {}\n=== END FILE ===",
                "=== FILE ./src/A.java ===\nclass A {}\n=== END FILE ===",
                "=== FILE path ===\nclass A {}\n=== END FILE ===",
                "=== FILE A.java ===\nclass A {}\n=== END FILE ===",
                "=== FILE main/B.java ===\nclass A {}\n=== END FILE ===",
                "Sure!\n\n=== FILE src/A.java ===\n```java\nclass A {}\n```\n=== END FILE ===\nI hope it helps.",
                "```\n=== FILE src/A.java ===\nclass A {}\n=== END FILE ===\n```",
                "```java\n=== FILE `src/A.java` ===\nclass A {}\n```",
                "=== FILE src/A.java ===\nclass A {}",
                "```java\nclass A {}\n```",
                "=== FILE src/A.java ===\r\nclass A {}\r\n=== END FILE ==="
            })
    void isFoundInManyForms(String answer) {
        assertThat(FileAnswer.one(answer, "src/A.java")).isEqualTo("class A {}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I cannot do that.|no file in the answer",
                "=== FILE src/B.py ===~class B {}|has the file src/B.py, not src/A.java",
                "=== FILE src/A.java ===~   ~=== END FILE ===|is empty",
                "```~one~```~and~```~two~```|no file in the answer",
                "=== FILE src/A.java ===~a\u0000b|NUL",
                "=== FILE path ===~src/A.java~=== END FILE ===|no file in the answer",
                "=== FILE src/A.java ===~…~=== END FILE ===|no file in the answer"
            })
    void isRefusedWithTheComplaint(String answer, String complaint) {
        assertThatThrownBy(() -> FileAnswer.one(answer.replace('~', '\n'), "src/A.java"))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aDebuggersFilesAreThoseOfTheProjectAlone() {
        assertThat(FileAnswer.any("Because.\n=== FILE ./a.txt ===\nx\n=== END FILE ==="))
                .containsOnlyKeys("a.txt");
        assertThatThrownBy(() -> FileAnswer.any("=== FILE ../../etc/passwd ===\nx\n=== END FILE ==="))
                .isInstanceOf(MalformedAnswer.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A.java|package bank;~~class A {}~|class A {}~",
                "A.java|/* It. */~package com.bank.app ;~class A {}~|/* It. */~class A {}~",
                "A.java|class A {~  String s = \"~package b;~\";~}~|class A {~  String s = \"~package b;~\";~}~",
                "src/A.java|package bank;~class A {}~|package bank;~class A {}~",
                "a.py|package bank;~|package bank;~"
            })
    void isInNoPackageWhereItIsInNoFolder(String path, String content, String kept) {
        String answer = "=== FILE %s ===\n%s=== END FILE ===".formatted(path, content.replace('~', '\n'));

        assertThat(FileAnswer.one(answer, path)).isEqualTo(kept.replace('~', '\n'));
    }

    @Test
    void aFenceIsTheFileWhereTheFormAfterItIsEmpty() {
        String answer = "```java\nclass A {}\n```\n\n---\n\n=== FILE path ===\nsrc/A.java\n===\nEND FILE ===";

        assertThat(FileAnswer.one(answer, "src/A.java")).isEqualTo("class A {}\n");
    }
}
