package dev.mgx.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(10)
class TaskStatusTest {
    @ParameterizedTest
    @EnumSource(EventType.class)
    void onlyAStartLeavesPendingAndTerminalStatuses(EventType type) {
        Optional<TaskStatus> expected =
                type == EventType.TASK_START ? Optional.of(TaskStatus.RUNNING) : Optional.empty();
        assertThat(TaskStatus.PENDING.after(type)).isEqualTo(expected);
        assertThat(TaskStatus.SUCCEEDED.after(type)).isEqualTo(expected);
        assertThat(TaskStatus.FAILED.after(type)).isEqualTo(expected);
        assertThat(TaskStatus.CANCELLED.after(type)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aRunningTaskAcceptsEverythingButAnotherStart(EventType type) {
        Optional<TaskStatus> expected = switch (type) {
            case TASK_START -> Optional.empty();
            case TASK_COMPLETE -> Optional.of(TaskStatus.SUCCEEDED);
            case TASK_ERROR -> Optional.of(TaskStatus.FAILED);
            case TASK_CANCELLED -> Optional.of(TaskStatus.CANCELLED);
            case AGENT_START,
                    AGENT_COMPLETE,
                    LOG,
                    MESSAGE,
                    MESSAGE_DELTA,
                    USER_MESSAGE,
                    APPROVAL_REQUEST,
                    EXECUTION_STREAM,
                    RESULT,
                    ERROR -> Optional.of(TaskStatus.RUNNING);
        };
        assertThat(TaskStatus.RUNNING.after(type)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void onlyEventsThatEndARunLeadToATerminalStatus(EventType type) {
        assertThat(TaskStatus.RUNNING.after(type).filter(TaskStatus::terminal).isPresent())
                .isEqualTo(type.endsRun());
    }

    @ParameterizedTest
    @EnumSource(TaskStatus.class)
    void allStatusesButPendingAndRunningAreTerminal(TaskStatus status) {
        assertThat(status.terminal()).isEqualTo(status != TaskStatus.PENDING && status != TaskStatus.RUNNING);
    }
}
