package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mgx.json.Json;
import dev.mgx.team.answer.FormEcho;
import dev.mgx.team.answer.MalformedAnswer;
import dev.mgx.team.answer.StructuredAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each text and each list of each structured answer, made too long by itself, is refused with a sentence. */
@Timeout(20)
class BoundedAnswersTest {
    private static final String PRD = """
            {"title": "t", "summary": "s", "goals": ["g"]}""";
    private static final String DESIGN = """
            {"overview": "o", "files": [{"path": "a", "purpose": "p", "depends_on": ["b"], "provides": "x"}],
             "run": "r", "usage": ["u"]}""";
    private static final String CHECKS = """
            {"checks": [{"quote": "q", "files": [{"path": "a", "content": "c"}], "steps": [{"run": "r", "input": "i",
             "output": "o", "files": [{"path": "a", "content": "c"}]}], "test": "t"}]}""";
    private static final String PLAN = """
            {"summary": "s", "changes": [{"path": "a", "purpose": "p"}], "usage": ["u"]}""";

    /** An answer that is refused. */
    record Answer(Class<?> type, String what, String json) {
        @Override
        public String toString() {
            return type.getSimpleName() + ", " + what;
        }
    }

    static List<Answer> tooLong() {
        List<Answer> answers = new ArrayList<>();
        Map.of(Prd.class, PRD, ProposedDesign.class, DESIGN, ProposedChecks.class, CHECKS, ChangePlan.class, PLAN)
                .forEach((type, json) -> {
                    assertThat(StructuredAnswer.read(json, type, FormEcho.NONE))
                            .as("the answer itself")
                            .isNotNull();
                    each(
                            "",
                            Json.readMap(json),
                            (what, changed) -> answers.add(new Answer(type, what, Json.write(changed))));
                });
        return answers;
    }

    private interface Sink {
        void take(String what, Object changed);
    }

    /** Hands over a copy of the value for each text and each list in it, with that one made too long. */
    private static void each(String at, Object value, Sink sink) {
        switch (value) {
            case String text -> sink.take(at, text.repeat(100_000));
            case List<?> list -> {
                if (!list.isEmpty()) {
                    sink.take(at + " (the list)", Collections.nCopies(10_000, list.getFirst()));
                    each(at, list.getLast(), (what, changed) -> {
                        List<Object> copy = new ArrayList<>(list);
                        copy.set(copy.size() - 1, changed);
                        sink.take(what, copy);
                    });
                }
            }
            case Map<?, ?> map ->
                map.forEach((name, field) -> each(at + "." + name, field, (what, changed) -> {
                    Map<Object, Object> copy = new LinkedHashMap<>(map);
                    copy.put(name, changed);
                    sink.take(what, copy);
                }));
            default -> {}
        }
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void isRefusedWithASentenceThatIsNotLongItself(Answer answer) {
        Throwable refusal = catchThrowable(() -> StructuredAnswer.read(answer.json(), answer.type(), FormEcho.NONE));
        assertThat(refusal).isInstanceOf(MalformedAnswer.class);
        assertThat(refusal.getMessage()).hasSizeLessThan(1_100).isNotBlank();
    }
}
