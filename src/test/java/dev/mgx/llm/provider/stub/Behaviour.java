package dev.mgx.llm.provider.stub;

import dev.mgx.llm.provider.stub.StubProtocol.Finish;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the server does with one call. When it returns, the call is answered, unless it was broken off. */
@FunctionalInterface
public interface Behaviour {
    void play(Scene scene) throws IOException, InterruptedException;

    /** The whole answer, as fast as it is taken. */
    Behaviour WELL = scene -> stream(scene, scene.frames());

    /** Takes the request and says nothing. */
    Behaviour NEVER_ANSWERS = Scene::waitUntilTheClientLeaves;

    /** Says that an answer comes, and no more. */
    Behaviour SILENT_AFTER_THE_HEAD = scene -> {
        scene.beginStream();
        scene.waitUntilTheClientLeaves();
    };

    /** The right bytes, one a second. */
    Behaviour DRIPS = scene -> {
        scene.beginStream();
        for (char next : String.join("", scene.frames()).toCharArray()) {
            scene.send(String.valueOf(next));
            if (!scene.pause(Duration.ofSeconds(1))) {
                return;
            }
        }
    };

    /** Half the text, and no more. */
    Behaviour FALLS_SILENT = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.waitUntilTheClientLeaves();
    };

    /** Half the text, and a reset. */
    Behaviour RESETS = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.reset();
    };

    /** A reset before the first byte. */
    Behaviour RESETS_AT_ONCE = Scene::reset;

    /** Half the text, and a close in the middle of a chunk. */
    Behaviour CUTS = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.raw("ffff\r\ndata: {");
        scene.cut();
    };

    /** All the text, and a proper end of the stream, without a word that it is whole. */
    Behaviour NO_FINISH = scene -> stream(scene, scene.unfinished());

    /** A stream that is not the protocol. */
    Behaviour GARBAGE = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        scene.send(scene.piece("fine").replace("fine\"", "oops"));
        scene.endStream();
    };

    /** A gigabyte of text in good frames. */
    Behaviour A_GIGABYTE = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        String piece = scene.piece("all work and no play ".repeat(400));
        for (long sent = 0; sent < 1L << 30; sent += piece.length()) {
            scene.send(piece);
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

    /** A page for people. */
    Behaviour WRONG_CONTENT_TYPE =
            scene -> scene.whole(200, "text/html", "", "<html><body>Sign in to the company's network</body></html>");

    /** The key is not accepted, and echoed. */
    Behaviour REFUSES_KEY = scene -> scene.error(401, "", "Incorrect API key provided: " + scene.sentKey() + ".");

    /** The model is not known. */
    Behaviour UNKNOWN_MODEL =
            scene -> scene.error(404, "", "The model does not exist or you do not have access to it.");

    /** The provider's own fault. */
    Behaviour SERVER_ERROR = scene -> scene.error(500, "", "The server had an error while processing your request.");

    /** A megabyte of headers. */
    Behaviour HUGE_HEADERS = scene -> {
        scene.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
        for (int i = 0; i < 1024; i++) {
            scene.raw("X-Stub-%d: %s\r\n".formatted(i, "h".repeat(1024)));
        }
        scene.raw("Content-Length: 0\r\n\r\n");
    };

    /** Half the text, and an error in the protocol's words. */
    Behaviour ERROR_IN_THE_MIDDLE = scene -> {
        scene.beginStream();
        scene.send(scene.half());
        scene.send(scene.errorFrame("Overloaded"));
        scene.endStream();
    };

    /** The limit of tokens came before the end. */
    Behaviour OUT_OF_TOKENS = scene -> stream(scene, scene.frames(Finish.LENGTH, Usage.NONE));

    /** The provider does not let the answer through. */
    Behaviour FILTERED = scene -> stream(scene, scene.frames(Finish.FILTERED, Usage.NONE));

    /** The whole answer, from a server that counts no tokens. */
    Behaviour WITHOUT_USAGE = scene -> stream(scene, scene.frames(Finish.STOP, null));

    /** Thinks aloud before it answers. */
    Behaviour THINKS_FIRST = scene -> {
        scene.beginStream();
        scene.send(scene.opening());
        scene.send(scene.thinking("Let me think."));
        scene.send(List.of(scene.thinking(" Yes.")));
        scene.sendLast(
                scene.frames().subList(scene.opening().size(), scene.frames().size()));
    };

    /** Too many calls. */
    static Behaviour tooMany(String retryAfter) {
        return scene -> scene.error(429, "Retry-After: " + retryAfter + "\r\n", "Rate limit reached for requests.");
    }

    /** An error with this status, these header lines and this message. */
    static Behaviour error(int status, String headers, String message) {
        return scene -> scene.error(status, headers, message);
    }

    /** Refuses a request that has this field, as small servers do. */
    static Behaviour without(String field) {
        return scene -> {
            if (scene.call().request().json().has(field)) {
                scene.error(400, "", "Unrecognized request argument supplied: " + field);
            } else {
                WELL.play(scene);
            }
        };
    }

    /** The same, and refuses nobody before so many requests that have the field have come. */
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

    /** The first piece, and the rest when all that the latch counts have come; breaks off when they do not. */
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

    /** The whole answer, after a time. */
    static Behaviour after(Duration time) {
        return scene -> {
            if (scene.pause(time)) {
                WELL.play(scene);
            }
        };
    }

    /** These frames, whatever was asked. */
    static void stream(Scene scene, List<String> frames) throws IOException {
        scene.beginStream();
        scene.sendLast(frames);
    }
}
