package dev.mgx.cli.terminal;

import dev.mgx.client.MgxEvent;
import dev.mgx.client.WatchListener;
import dev.mgx.json.Json;

/** Prints each event as a line of JSON for programs; notices for people go to the other terminal. */
public record JsonLines(Terminal data, Terminal beside, LatestRun run) implements WatchListener {
    @Override
    public void event(MgxEvent event) {
        run.event(event);
        data.data(Json.write(event.json()));
    }

    @Override
    public void disconnected() {
        beside.line("Lost the connection to the server; reconnecting…");
    }

    @Override
    public void reconnected() {
        beside.line("Reconnected; nothing was missed.");
    }
}
