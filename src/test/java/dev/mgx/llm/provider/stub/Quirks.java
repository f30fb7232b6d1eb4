package dev.mgx.llm.provider.stub;

import dev.mgx.llm.provider.stub.StubProtocol.Finish;
import dev.mgx.task.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Ways in which real servers send a whole and good answer, in any protocol. */
public final class Quirks {
    private static final String THOUGHTS = "I could write === FILE b.txt ===\n```\n{\"no\": 1}\n```\n";

    private Quirks() {}

    /** Thoughts between tags, as text. */
    public static final Behaviour THINKS_ALOUD = prefixed("<think>\n" + THOUGHTS, "</think>\n\n");

    /** Thoughts whose opening tag the chat template has put into the prompt. */
    public static final Behaviour THINKS_UNOPENED = prefixed(THOUGHTS, "</thi", "nk>\n\n");

    /** The word with which the model ends its turn. */
    public static final Behaviour STOP_TOKEN = suffixed("<|im_end|>\n");

    /** The same, and a turn of the user's, invented. */
    public static final Behaviour GOES_ON_AS_THE_USER = suffixed("<|im_end|>\n<|im_start|>user\nThanks! And now?");

    public static final Behaviour BYTE_ORDER_MARK = changed(text -> "\uFEFF" + text);

    public static final Behaviour CARRIAGE_RETURNS = changed(text -> text.replace("\n", "\r"));

    public static final Behaviour BOTH_BREAKS = changed(text -> text.replace("\n", "\r\n"));

    public static final Behaviour NO_SPACE = changed(text -> text.replace("data: ", "data:"));

    /** The last line without its break. */
    public static final Behaviour NO_LAST_BREAK = changed(String::stripTrailing);

    public static final Behaviour CREATED = scene -> {
        scene.raw("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n");
        scene.sendLast(scene.frames());
    };

    /** A stream that is called something else. */
    public static final Behaviour WRONG_TYPE = scene -> {
        scene.beginStream("application/octet-stream");
        scene.sendLast(scene.frames());
    };

    public static final Behaviour COMPRESSED = scene -> {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(String.join("", scene.frames()).getBytes(StandardCharsets.UTF_8));
        }
        scene.bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                        .formatted(packed.size()),
                packed.toByteArray());
    };

    /** Counts that nobody can have used. */
    public static final Behaviour HUGE_USAGE = scene -> Behaviour.stream(
            scene,
            scene.frames(Finish.STOP, new Usage(Long.MAX_VALUE / 2, Long.MAX_VALUE - 9, java.math.BigDecimal.ZERO, 1)));

    /** An emoji whose halves come in two pieces. */
    public static final Behaviour HALVED = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        scene.send(scene.piece("=== FILE a.txt ===\n") + scene.piece("x").replace("\"x\"", "\"\\ud83d\""));
        scene.send(scene.piece("x").replace("\"x\"", "\"\\ude42\\n=== END FILE ===\""));
        scene.sendLast(scene.closing());
    };

    /** Every kind of keep-alive that a stream of events may have. */
    public static final Behaviour KEPT_ALIVE = scene -> {
        List<String> frames = new ArrayList<>();
        for (String frame : scene.frames()) {
            frames.add(
                    frame.startsWith("{")
                            ? "\n"
                            : ": ping\n\nevent: ping\ndata: \n\ndata: ping\n\nid: 1\n\nretry: 3000\n\n");
            frames.add(frame);
        }
        Behaviour.stream(scene, frames);
    };

    /** Thinks, and answers nothing. */
    public static final Behaviour ONLY_THINKS = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        scene.send(scene.thinking("Hm."));
        scene.send(scene.piece("<think>Hm, hm.</think>\n"));
        scene.sendLast(scene.closing());
    };

    private static Behaviour prefixed(String... pieces) {
        return scene -> {
            List<String> frames = new ArrayList<>(scene.opening());
            for (String piece : pieces) {
                frames.add(scene.piece(piece));
            }
            frames.addAll(scene.frames()
                    .subList(scene.opening().size(), scene.frames().size()));
            Behaviour.stream(scene, frames);
        };
    }

    private static Behaviour suffixed(String piece) {
        return scene -> {
            List<String> frames = scene.unfinished();
            frames.add(scene.piece(piece));
            frames.addAll(scene.closing());
            Behaviour.stream(scene, frames);
        };
    }

    /** All of the stream at once, changed. */
    private static Behaviour changed(UnaryOperator<String> change) {
        return scene -> Behaviour.stream(scene, List.of(change.apply(String.join("", scene.frames()))));
    }
}
