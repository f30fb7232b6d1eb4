package dev.mgx.llm.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.FakeModel;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded calls can be replayed, and a crash while writing loses only the incomplete line. */
@Timeout(20)
class RecordAndReplayTest {
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`a.txt`\n");
    private static final Prompt OTHER = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`b.txt`\n");

    @TempDir
    private Path folder;

    @Test
    void replaysFailuresAndAnswersInOrder() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        Answer answered;
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(new FailsFirst()), null, file)) {
            assertThatThrownBy(() -> ask(recording.usual(), PROMPT)).isInstanceOf(ModelFailed.class);
            answered = ask(recording.usual(), PROMPT);
        }

        ReplayModel replay = ReplayModel.read(file);

        assertThat(replay.name()).isEqualTo("fails-first");
        assertThat(replay.simulated()).isFalse();
        assertThatThrownBy(() -> ask(replay, PROMPT))
                .isInstanceOfSatisfying(
                        ModelFailed.class, failed -> assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.OVERLOADED))
                .hasMessage("busy");
        assertThat(ask(replay, PROMPT)).isEqualTo(answered);
    }

    /** Two tries at one prompt are two calls where the second is to be worded more freely. */
    @Test
    void theSamePromptAtAnotherTemperatureIsAnotherCall() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        Prompt warm = new Prompt(PROMPT.role(), PROMPT.system(), PROMPT.user(), null, 700, 0.9);
        FakeModel model = new FakeModel("m").says("cold").says("warm");
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(model), null, file)) {
            ask(recording.usual(), PROMPT);
            ask(recording.usual(), warm);
        }

        ReplayModel replay = ReplayModel.read(file);

        assertThat(ask(replay, warm).text()).isEqualTo("warm");
        assertThat(ask(replay, PROMPT).text()).isEqualTo("cold");
        assertThat(Files.readString(file)).contains("\"temperature\":0.9").contains("\"answer_tokens\":700");
    }

    @Test
    void eachTurnOfAConversationIsACallOfItsOwn() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        Prompt later = PROMPT.after(List.of(new Prompt.Exchange("first", "Go on.")));
        FakeModel model = new FakeModel("m").says("first").says("second");
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(model), null, file)) {
            ask(recording.usual(), PROMPT);
            ask(recording.usual(), later);
        }

        ReplayModel replay = ReplayModel.read(file);

        assertThat(ask(replay, later).text()).isEqualTo("second");
        assertThat(ask(replay, PROMPT).text()).isEqualTo("first");
        assertThat(Files.readString(file)).contains("\"user\":\"Go on.\"");
    }

    /** So that it asks the same prompts: their size depends on the window. */
    @Test
    void aReplayKnowsOfTheModelWhatWasKnownAndTheWindowThatWasSet() throws Exception {
        ModelProfile known = new ModelProfile(4096, 1, 11.0, 60.5, true, false, null);
        FakeModel model = new FakeModel("m").known(known);
        Path file = folder.resolve("calls.jsonl");
        Path set = folder.resolve("set.jsonl");
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(model), null, file)) {
            assertThat(recording.usual().profile()).isEqualTo(known);
            ask(recording.usual(), PROMPT);
        }
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(model), 16_384, set)) {
            ask(recording.usual(), PROMPT);
        }

        assertThat(ReplayModel.read(file).profile()).isEqualTo(known);
        assertThat(ReplayModel.read(set).profile()).isEqualTo(known.withContext(16_384));
    }

    @Test
    void aRecordingOfAnEarlierVersionIsReplayedWithoutAProfile() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        record(file, PROMPT);
        String today = Files.readString(file);
        String earlier = today.replaceAll("\"(answer_tokens|temperature|profile)\":null,", "");
        assertThat(earlier).isNotEqualTo(today);
        Files.writeString(file, earlier);

        ReplayModel replay = ReplayModel.read(file);

        assertThat(replay.profile()).isEqualTo(ModelProfile.UNKNOWN);
        assertThat(ask(replay, PROMPT).text()).isNotEmpty();
    }

    @Test
    void reportsAPromptThatWasNotRecorded() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        record(file, PROMPT);

        assertThatThrownBy(() -> ask(ReplayModel.read(file), OTHER))
                .hasMessageStartingWith("Engineer: the recording has no answer to this prompt");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 40, 90, 200})
    void anIncompleteLineIsKeptAndSkipped(int cutAt) throws Exception {
        Path file = folder.resolve("calls.jsonl");
        record(file, PROMPT);
        String cut = Files.readString(file).substring(0, cutAt);
        Files.writeString(file, cut, StandardOpenOption.APPEND);
        String before = Files.readString(file);
        assertThat(ask(ReplayModel.read(file), PROMPT).text()).isNotEmpty();

        record(file, OTHER);

        assertThat(Files.readString(file)).startsWith(cut.isEmpty() ? before : before + "\n");
        assertThat(ask(ReplayModel.read(file), PROMPT).text()).isNotEmpty();
        assertThat(ask(ReplayModel.read(file), OTHER).text()).isNotEmpty();
    }

    @Test
    void aRecordingOfOneIncompleteLineGoesOn() throws Exception {
        Path file = Files.writeString(folder.resolve("calls.jsonl"), "{\"prompt\":\"0123");

        record(file, PROMPT);

        assertThat(Files.readString(file)).startsWith("{\"prompt\":\"0123\n{\"prompt\":\"");
        assertThat(ask(ReplayModel.read(file), PROMPT).text()).isNotEmpty();
    }

    @Test
    void anEmptyFileIsNoRecording() throws Exception {
        Path file = Files.createFile(folder.resolve("calls.jsonl"));
        assertThatThrownBy(() -> ReplayModel.read(file)).hasMessage("it contains no complete call");
    }

    @Test
    void anInterruptWhileRecordingLosesNoLaterCall() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(new IgnoresInterrupts()), null, file)) {
            Model interrupted = recording.usual();
            interrupted.answer(
                    PROMPT,
                    AnswerLimits.DEFAULT,
                    piece -> Thread.currentThread().interrupt());
            assertThat(Thread.interrupted()).isTrue();
            ask(recording.usual(), OTHER);
        }

        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("}"));
        ReplayModel replay = ReplayModel.read(file);
        assertThat(ask(replay, PROMPT).text()).isNotEmpty();
        assertThat(ask(replay, OTHER).text()).isNotEmpty();
    }

    /** Stopping a run interrupts the thread that records; other calls continue. */
    @Test
    void concurrentCallsAreCompleteLinesEvenIfSomeAreInterrupted() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        List<Thread> callers = new ArrayList<>();
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(new IgnoresInterrupts()), null, file)) {
            for (int i = 0; i < 20; i++) {
                boolean interrupts = i % 2 == 0;
                callers.add(Thread.ofVirtual().start(() -> {
                    try {
                        recording.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {
                            if (interrupts) {
                                Thread.currentThread().interrupt();
                            }
                        });
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(20).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private static void record(Path file, Prompt prompt) throws Exception {
        Model model = new SimulatedModel(Duration.ZERO, Mistake.NONE);
        try (RecordingSource recording = RecordingSource.open(ModelSource.only(model), null, file)) {
            ask(recording.named("any"), prompt);
        }
    }

    private static Answer ask(Model model, Prompt prompt) throws InterruptedException {
        return model.answer(prompt, AnswerLimits.DEFAULT, piece -> {});
    }

    /** Answers in one piece and ignores interrupts, so that the thread is interrupted when it records. */
    private static final class IgnoresInterrupts implements Model {
        @Override
        public String name() {
            return "ignores-interrupts";
        }

        @Override
        public boolean simulated() {
            return false;
        }

        @Override
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            onText.text("done");
            return new Answer("done", Usage.NONE);
        }
    }

    /** Fails as overloaded the first time, then answers like the simulated model. */
    private static final class FailsFirst implements Model {
        private final Model then = new SimulatedModel(Duration.ZERO, Mistake.NONE);
        private boolean failed;

        @Override
        public String name() {
            return "fails-first";
        }

        @Override
        public boolean simulated() {
            return false;
        }

        @Override
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            if (!failed) {
                failed = true;
                throw new ModelFailed(ModelFailed.Kind.OVERLOADED, "busy", null);
            }
            return then.answer(prompt, limits, onText);
        }
    }
}
