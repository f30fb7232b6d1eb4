package dev.mgx.cli.terminal;

import dev.mgx.cli.client.WatchListener;
import dev.mgx.json.Json;
import tools.jackson.databind.JsonNode;

/** Prints each event as one line of JSON, for programs; what a person should know goes beside it. */
public record JsonLines(Terminal data, Terminal beside) implements WatchListener {
    @Override
    public void event(JsonNode event) {
        data.data(Json.write(event));
    }

    @Override
    public void lost() {
        beside.line("Lost the connection to the server; reconnecting…");
    }

    @Override
    public void found() {
        beside.line("Reconnected; nothing was missed.");
    }
}
