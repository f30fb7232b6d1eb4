package dev.mgx.team.check;

import dev.mgx.team.answer.Require;

/** A text file that a check puts beside the program, or expects afterwards. */
public record CheckFile(String path, String content) {
    public CheckFile {
        path = Require.path("files.path", path);
        content = Require.optional("files.content of " + path, content);
    }
}
