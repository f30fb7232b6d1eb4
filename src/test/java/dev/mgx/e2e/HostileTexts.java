package dev.mgx.e2e;

import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts that attack a page: each tries to set {@code window.harmed}. */
final class HostileTexts {
    static final String SCRIPT = "<script>window.harmed=1;top.harmed=1</script>"
            + "<img src=x onerror=\"window.harmed=1\"><svg onload=\"window.harmed=1\"></svg>";

    private static final String ESCAPES =
            "\u001b]0;harmed\u0007\u001b[2J\u001b[31mred\u001b[0m \u001b]8;;javascript:window.harmed=1\u001b\\link\u001b]8;;\u001b\\ \u001b[";

    private static final String SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"window.harmed=1;top.harmed=1\">"
                    + "<script>window.harmed=1;top.harmed=1</script><text y=\"20\">picture</text></svg>";

    private static final String MARKDOWN = "# Hostile\n\n" + SCRIPT + "\n\n[click](javascript:window.harmed=1)"
            + " [data](data:text/html,<script>top.harmed=1</script>) ![image](https://example.com/spy.png)\n\n"
            + "<a href=\"javascript:window.harmed=1\" style=\"position:fixed;inset:0\">over everything</a>\n\n"
            + "```mermaid\nflowchart LR\n  a[\"<img src=x onerror=window.harmed=1>\"] --> b\n"
            + "  click b \"javascript:window.harmed=1\"\n```\n\n```html\n" + SCRIPT + "\n```\n\n"
            + "[".repeat(2_000) + "\n\n" + "> ".repeat(500) + "deep\n";

    private static final String PAGE = "<!doctype html><title>made</title><h1>Made page</h1><p id=said></p>"
            + "<script src=\"app.js\"></script><img src=\"logo.svg\"><script>"
            + "const tried = [];"
            + "const dare = (name, what) => { try { what(); tried.push(name); } catch { } };"
            + "dare('parent', () => { top.harmed = 1; });"
            + "dare('document', () => { parent.document.body.textContent = 'harmed'; });"
            + "dare('cookie', () => document.cookie);"
            + "dare('storage', () => localStorage.length);"
            + "fetch('/api/tasks').then(() => said('fetched'), () => said('alone ' + tried));"
            + "function said(what) { document.getElementById('said').textContent = what; }"
            + "</script>";

    private HostileTexts() {}

    static List<EventDraft> events() {
        return List.of(
                EventDraft.of(EventType.AGENT_START, "Attacks " + SCRIPT),
                EventDraft.of(EventType.MESSAGE_DELTA, SCRIPT).with("content", SCRIPT),
                EventDraft.of(EventType.MESSAGE, SCRIPT)
                        .visual(VisualType.MESSAGE)
                        .with("content", MARKDOWN),
                EventDraft.of(EventType.MESSAGE, SCRIPT)
                        .file("index.html")
                        .visual(VisualType.CODE)
                        .with("content", SCRIPT),
                EventDraft.of(EventType.MESSAGE, SCRIPT)
                        .file("a.txt")
                        .diff("--- a/" + SCRIPT + "\n+++ b/x\n@@ -1,1 +1,1 @@\n-" + SCRIPT + "\n+" + SCRIPT + "\n"),
                EventDraft.of(EventType.LOG, "Running " + ESCAPES + SCRIPT).with("isolation", "bubblewrap"),
                line(SCRIPT),
                line(ESCAPES),
                line("\u202egnp.exe"),
                EventDraft.of(EventType.MESSAGE, "It ran " + SCRIPT).execution(SCRIPT + ESCAPES),
                EventDraft.of(EventType.AGENT_COMPLETE, SCRIPT));
    }

    private static EventDraft line(String text) {
        return EventDraft.of(EventType.EXECUTION_STREAM, text)
                .visual(VisualType.EXECUTION)
                .with("stream_type", "stdout")
                .with("line", text);
    }

    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("index.html", PAGE);
        files.put("app.js", "document.title = 'its own script ran'; // </script><script>top.harmed=1</script>");
        files.put("logo.svg", SVG);
        files.put("README.md", MARKDOWN);
        files.put("<img src=x onerror=window.harmed=1>.md", MARKDOWN);
        return files;
    }
}
