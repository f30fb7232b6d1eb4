package dev.mgx.cli;

import dev.mgx.json.Json;
import tools.jackson.databind.JsonNode;

/** Prints each event as one line of JSON, for programs; what a person should know goes beside it. */
record JsonLines(Terminal data, Terminal beside) implements WatchListener {
    @Override
    public void event(JsonNode event) {
        data.data(Json.write(event));
    }

    @Override
    public void lost() {
        beside.line("There is no connection to the server; trying again…");
    }

    @Override
    public void found() {
        beside.line("Connected again; nothing was missed.");
    }
}
