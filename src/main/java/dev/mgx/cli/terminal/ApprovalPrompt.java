package dev.mgx.cli.terminal;

import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxEvent;
import dev.mgx.client.MgxState;
import dev.mgx.client.ServerRefused;
import dev.mgx.client.ServerUnreachable;
import dev.mgx.client.WatchListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person at the terminal when a run requests approval, and delegates the display of events. Without an
 * interactive terminal it prints the command to answer with.
 */
public final class ApprovalPrompt implements WatchListener {
    private final WatchListener display;
    private final MgxClient api;
    private final String taskId;
    private final Terminal terminal;
    private final String answerElsewhere;
    private volatile boolean open;
    private boolean listening;

    /** @param answerElsewhere the command that answers from another terminal */
    public ApprovalPrompt(
            WatchListener display, MgxClient api, String taskId, Terminal terminal, String answerElsewhere) {
        this.display = display;
        this.api = api;
        this.taskId = taskId;
        this.terminal = terminal;
        this.answerElsewhere = answerElsewhere;
    }

    @Override
    public void event(MgxEvent event) {
        display.event(event);
        switch (event.type()) {
            case "APPROVAL_REQUEST" -> ask(!event.payload().path("checks").isEmpty());
            case "USER_MESSAGE" -> open &= !event.payload().has("approved");
            case "TASK_COMPLETE", "TASK_ERROR", "TASK_CANCELLED" -> open = false;
            default -> {}
        }
    }

    /** A resumed run may have been waiting since before the watch began. */
    @Override
    public void state(MgxState state) {
        display.state(state);
        if (state.waitsFor().equals("approval")) {
            ask(false);
        }
    }

    @Override
    public void tick() {
        display.tick();
    }

    @Override
    public void disconnected() {
        display.disconnected();
    }

    @Override
    public void reconnected() {
        display.reconnected();
    }

    /** @param hasChecks whether the plan is known to have acceptance checks, which can be corrected */
    private void ask(boolean hasChecks) {
        if (open) {
            return;
        }
        open = true;
        terminal.line("To answer from another terminal:  %s   (--no rejects; --no --comment \"…\" requests changes)"
                .formatted(answerElsewhere));
        if (hasChecks) {
            terminal.line(
                    "To correct its checks:  %1$s --print-checks > checks.json, edit it, %1$s --checks checks.json"
                            .formatted(answerElsewhere));
        }
        terminal.in().ifPresent(in -> {
            terminal.line(Style.BOLD.of("Approve this plan? Type yes, no, or what to change:"));
            if (!listening) {
                listening = true;
                Thread.ofPlatform().name("mgx-approval-input").daemon().start(() -> listen(in));
            }
        });
    }

    private void listen(BufferedReader in) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (open && !line.isBlank()) {
                    answer(line.strip());
                }
            }
        } catch (IOException e) {
            terminal.problem("Cannot read answers from this terminal: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(String text) throws InterruptedException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        switch (text.toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> body.put("approved", true);
            case "n", "no" -> body.put("approved", false);
            default -> {
                body.put("approved", false);
                body.put("comment", text);
            }
        }
        try {
            api.approve(taskId, body);
        } catch (ServerRefused | ServerUnreachable e) {
            terminal.problem(e.getMessage());
        }
    }
}
