package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a program that listens is started, by a person and by the sandbox. */
@Timeout(10)
class ServiceCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '^',
            value = {
                "java Notes.java # PORT=8000 java Notes.java",
                "npx serve 'my page' # PORT=8000 npx serve 'my page'",
                "npx vite build && npx vite preview # PORT=8000 sh -c 'npx vite build && npx vite preview'",
                "python3 -m flask run --port $PORT # PORT=8000 sh -c 'python3 -m flask run --port $PORT'",
                "echo 'a b'; node a.js # PORT=8000 sh -c 'echo '\\''a b'\\''; node a.js'"
            })
    void aPersonTypesItSoThatEachOfItsCommandsHasThePort(String run, String typed) {
        ServiceCommand service = new ServiceCommand(run, 8000);

        assertThat(service).hasToString(typed);
        assertThat(ServiceCommand.in("npm ci\n" + typed)).contains(service);
        assertThat(service.script()).endsWith("\n" + run + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '^',
            value = {
                "PORT=8000 uvicorn app:app --port $PORT # uvicorn app:app --port $PORT",
                "PORT=8000 sh -c 'a' 'b' # sh -c 'a' 'b'"
            })
    void otherFormsAreReadAsTheyStand(String typed, String run) {
        assertThat(ServiceCommand.in(typed)).contains(new ServiceCommand(run, 8000));
    }
}
