package dev.mgx.llm.provider.stub;

import dev.mgx.llm.provider.stub.StubProtocol.Finish;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the server does with one call. When it returns, the call is answered, unless it was cut or reset. */
@FunctionalInterface
public interface Behaviour {
    void play(Scene scene) throws IOException, InterruptedException;

    /** The complete answer, as fast as the client reads. */
    Behaviour WELL = scene -> stream(scene, scene.frames());

    /** Accepts the request and sends nothing. */
    Behaviour NEVER_ANSWERS = Scene::waitForDisconnect;

    /** Sends the response head and nothing more. */
    Behaviour SILENT_AFTER_THE_HEAD = scene -> {
        scene.beginStream();
        scene.waitForDisconnect();
    };

    /** The correct bytes, one a second. */
    Behaviour DRIPS = scene -> {
        scene.beginStream();
        for (char next : String.join("", scene.frames()).toCharArray()) {
            scene.send(String.valueOf(next));
            if (!scene.pause(Duration.ofSeconds(1))) {
                return;
            }
        }
    };

    /** Half of the text and nothing more. */
    Behaviour FALLS_SILENT = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.waitForDisconnect();
    };

    /** Half of the text, then a reset. */
    Behaviour RESETS = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.reset();
    };

    /** A reset before the first byte. */
    Behaviour RESETS_AT_ONCE = Scene::reset;

    /** Half of the text, then a close in the middle of a chunk. */
    Behaviour CUTS = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.raw("ffff\r\ndata: {");
        scene.cut();
    };

    /** All of the text and a proper end of the stream, without a finish reason. */
    Behaviour NO_FINISH = scene -> stream(scene, scene.unfinished());

    /** A stream that is not the protocol. */
    Behaviour GARBAGE = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        scene.send(scene.piece("fine").replace("fine\"", "oops"));
        scene.endStream();
    };

    /** A gigabyte of text in valid frames. */
    Behaviour A_GIGABYTE = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        Random random = new Random(1);
        for (long sent = 0; sent < 1L << 30; sent += 8000) {
            String words = random.ints(1000)
                    .mapToObj(number -> "%07x".formatted(number & 0xfffffff))
                    .collect(Collectors.joining(" "));
            scene.send(scene.piece(words));
        }
    };

    /** An answer that goes round in circles, for a gigabyte. */
    Behaviour IN_CIRCLES = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        String piece = scene.piece("all work and no play ".repeat(4));
        for (long sent = 0; sent < 1L << 30; sent += piece.length()) {
            scene.send(piece);
        }
    };

    /** Thoughts that go round in circles, for a gigabyte. */
    Behaviour THINKS_IN_CIRCLES = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        String piece = scene.thinking("Wait, that is not what was asked for. ");
        for (long sent = 0; sent < 1L << 30; sent += piece.length()) {
            scene.send(List.of(piece));
        }
    };

    /** A gigabyte without a line break. */
    Behaviour AN_ENDLESS_LINE = scene -> {
        scene.beginStream();
        String piece = "x".repeat(8192);
        for (long sent = 0; sent < 1L << 30; sent += piece.length()) {
            scene.send(piece);
        }
    };

    /** An HTML page. */
    Behaviour WRONG_CONTENT_TYPE =
            scene -> scene.whole(200, "text/html", "", "<html><body>Sign in to the company's network</body></html>");

    /** Rejects the key and echoes it. */
    Behaviour REFUSES_KEY = scene -> scene.error(401, "", "Incorrect API key provided: " + scene.sentKey() + ".");

    /** The model is unknown. */
    Behaviour UNKNOWN_MODEL =
            scene -> scene.error(404, "", "The model does not exist or you do not have access to it.");

    /** A server error. */
    Behaviour SERVER_ERROR = scene -> scene.error(500, "", "The server had an error while processing your request.");

    /** A megabyte of headers. */
    Behaviour HUGE_HEADERS = scene -> {
        scene.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
        for (int i = 0; i < 1024; i++) {
            scene.raw("X-Stub-%d: %s\r\n".formatted(i, "h".repeat(1024)));
        }
        scene.raw("Content-Length: 0\r\n\r\n");
    };

    /** Half of the text, then an error frame of the protocol. */
    Behaviour ERROR_IN_THE_MIDDLE = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.send(scene.errorFrame("Overloaded"));
        scene.endStream();
    };

    /** The answer reaches the token limit. */
    Behaviour OUT_OF_TOKENS = scene -> stream(scene, scene.frames(Finish.LENGTH, Usage.NONE));

    /** The answer is blocked by the provider's filter. */
    Behaviour FILTERED = scene -> stream(scene, scene.frames(Finish.FILTERED, Usage.NONE));

    /** The complete answer without token usage. */
    Behaviour WITHOUT_USAGE = scene -> stream(scene, scene.frames(Finish.STOP, null));

    /** Streams thoughts before the answer. */
    Behaviour THINKS_FIRST = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        scene.send(scene.thinking("Let me think."));
        scene.send(List.of(scene.thinking(" Yes.")));
        scene.sendLast(
                scene.frames().subList(scene.opening().size(), scene.frames().size()));
    };

    /** This body, whatever the prompt, as success. */
    static Behaviour whole(String contentType, String body) {
        return whole(200, contentType, body);
    }

    static Behaviour whole(int status, String contentType, String body) {
        return scene -> scene.whole(status, contentType, "", body);
    }

    /** Rate limited. */
    static Behaviour tooMany(String retryAfter) {
        return scene -> scene.error(429, "Retry-After: " + retryAfter + "\r\n", "Rate limit reached for requests.");
    }

    /** An error with this status, header lines and message. */
    static Behaviour error(int status, String headers, String message) {
        return scene -> scene.error(status, headers, message);
    }

    /** Refuses requests that contain this field, as small servers do. */
    static Behaviour without(String field) {
        return scene -> {
            if (scene.call().request().json().has(field)) {
                scene.error(400, "", "Unrecognized request argument supplied: " + field);
            } else {
                WELL.play(scene);
            }
        };
    }

    /** The same, but refuses the first one only after {@code callers} requests with the field have arrived. */
    static Behaviour withoutOnceAllHaveAsked(String field, int callers) {
        CountDownLatch asked = new CountDownLatch(callers);
        Behaviour refusing = without(field);
        return scene -> {
            if (scene.call().request().json().has(field)) {
                asked.countDown();
                asked.await();
            }
            refusing.play(scene);
        };
    }

    /** The first piece, and the rest once the latch is at zero; cuts the connection if it is not in time. */
    static Behaviour firstPieceThenAll(CountDownLatch all, Duration atMost) {
        return scene -> {
            List<String> frames = scene.frames();
            int begun = scene.opening().size() + 1;
            scene.beginStream();
            scene.send(frames.subList(0, begun));
            if (all.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                scene.sendLast(frames.subList(begun, frames.size()));
            } else {
                scene.cut();
            }
        };
    }

    /**
     * An answer of these pieces, in OpenAI's protocol, with the timings that llama.cpp adds: it has read 200 tokens and
     * written 40.
     */
    static Behaviour timed(double readPerSecond, double writtenPerSecond, String... pieces) {
        String timings = String.format(
                Locale.ROOT,
                "data: {\"choices\":[],\"timings\":{\"prompt_n\":200,\"prompt_ms\":%f,\"predicted_n\":40,\"predicted_ms\":%f}}\n\n",
                200 * 1000 / readPerSecond,
                40 * 1000 / writtenPerSecond);
        return scene -> {
            List<String> frames = new ArrayList<>(scene.opening());
            for (String piece : pieces) {
                frames.add(scene.piece(piece));
            }
            frames.add(timings);
            frames.addAll(scene.closing());
            stream(scene, frames);
        };
    }

    /** Streams words until the client leaves. */
    Behaviour GOES_ON = scene -> {
        scene.beginStream();
        for (int word = 0; word < 1_000_000; word++) {
            scene.send(scene.piece(word + " "));
        }
    };

    /** The complete answer after a delay. */
    static Behaviour after(Duration time) {
        return scene -> {
            if (scene.pause(time)) {
                WELL.play(scene);
            }
        };
    }

    /** Streams these frames, whatever the prompt. */
    static void stream(Scene scene, List<String> frames) throws IOException {
        scene.beginStream();
        scene.sendLast(frames);
    }
}
