package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.SandboxSetting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the filter of system calls refuses a real program, and that the tools of the trade run under it. */
@Timeout(120)
abstract class FilterContract extends SandboxFixture {
    /** The numbers of calls on x86-64 and on aarch64, from the headers of Linux, and what answers them. */
    private static final String CALLS = """
            import ctypes, errno, os
            calls = dict(
                add_key=(248, 217, 'EPERM'), request_key=(249, 218, 'EPERM'), keyctl=(250, 219, 'EPERM'),
                io_uring_setup=(425, 425, 'ENOSYS'), userfaultfd=(323, 282, 'EPERM'), bpf=(321, 280, 'EPERM'),
                perf_event_open=(298, 241, 'EPERM'), ptrace=(101, 117, 'EPERM'),
                process_vm_readv=(310, 270, 'EPERM'), process_vm_writev=(311, 271, 'EPERM'),
                pidfd_getfd=(438, 438, 'EPERM'), kexec_load=(246, 104, 'EPERM'), setns=(308, 268, 'EPERM'),
                memfd_create=(319, 279, 'ENOSYS'), shmget=(29, 194, 'ENOSYS'), msgget=(68, 186, 'ENOSYS'),
                semget=(64, 190, 'ENOSYS'), clone3=(435, 435, 'ENOSYS'))
            libc = ctypes.CDLL(None, use_errno=True)
            column = 0 if os.uname().machine == 'x86_64' else 1
            for name, call in calls.items():
                answer = libc.syscall(call[column], 0, 0, 0, 0, 0, 0)
                error = errno.errorcode.get(ctypes.get_errno()) if answer == -1 else 'no error'
                print('ok' if error == call[2] else name + ': ' + str(error))
            """;

    private static final String SOCKETS = """
            import socket, struct
            def attempt(*arguments):
                try:
                    socket.socket(*arguments).close()
                    return 'open'
                except OSError as e:
                    return e.strerror
            print(attempt(socket.AF_VSOCK, socket.SOCK_STREAM))
            print(attempt(socket.AF_PACKET, socket.SOCK_RAW))
            print(attempt(socket.AF_ALG, socket.SOCK_SEQPACKET))
            print(attempt(socket.AF_NETLINK, socket.SOCK_RAW, 9))
            for family in socket.AF_INET, socket.AF_INET6, socket.AF_UNIX:
                print(attempt(family, socket.SOCK_STREAM), attempt(family, socket.SOCK_DGRAM))
            print(attempt(socket.AF_NETLINK, socket.SOCK_RAW, 0))
            a, b = socket.socketpair()
            a.send(b'pair'); print(b.recv(9).decode())
            """;

    private static final String PYTHON_AT_WORK = """
            import concurrent.futures, multiprocessing, sqlite3, subprocess, threading
            def square(n):
                return n * n
            if __name__ == '__main__':
                with multiprocessing.Pool(2) as pool:
                    print(sum(pool.map(square, range(4))))
                with concurrent.futures.ThreadPoolExecutor(4) as threads:
                    print(sum(threads.map(square, range(4))))
                print(subprocess.run(['echo', 'child'], capture_output=True, text=True).stdout.strip())
                print(sqlite3.connect('/project/a.db').execute('select 7').fetchone()[0])
            """;

    private static final String NODE_AT_WORK = """
            const { Worker } = require('worker_threads');
            const http = require('http');
            console.log(require('child_process').execSync('echo child').toString().trim());
            new Worker('require("worker_threads").parentPort.postMessage(7)', { eval: true }).on('message', (answer) => {
              console.log(answer);
              const server = http.createServer((request, response) => response.end('served'));
              server.listen(0, '127.0.0.1', async () => {
                console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text());
                server.close();
              });
            });
            """;

    private static final String JAVA_AT_WORK = """
            import java.net.http.*;
            import java.util.concurrent.*;
            void main() throws Exception {
                try (var threads = Executors.newFixedThreadPool(4); var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
                    IO.println(threads.submit(() -> 3).get() + virtual.submit(() -> 4).get());
                }
                IO.println(new String(new ProcessBuilder("echo", "child").start().getInputStream().readAllBytes()).strip());
                var server = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
                server.createContext("/", exchange -> { exchange.sendResponseHeaders(200, 6); exchange.getResponseBody().write("served".getBytes()); exchange.close(); });
                server.start();
                var request = HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + server.getAddress().getPort())).build();
                IO.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
                server.stop(0);
            }
            """;

    FilterContract(SandboxSetting setting) {
        super(setting);
    }

    @Test
    void saysThatItFilters() throws InterruptedException {
        assertThat(sandbox.description()).endsWith("and a filter of system calls.");
        assertThat(run("grep -h Seccomp: /proc/[0-9]*/status").stdout().lines())
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.endsWith("\t2"));
    }

    @Test
    void refusesCallsThatReachBeyondTheProgram() throws InterruptedException {
        assertThat(runsFile("calls.py", CALLS, "python3").stdout().lines())
                .hasSize(18)
                .allMatch(line -> line.equals("ok"));
    }

    @Test
    void refusesSocketsThatReachBeyondTheProgram() throws InterruptedException {
        assertThat(runsFile("sockets.py", SOCKETS, "python3").stdout()).isEqualTo("""
                        Address family not supported by protocol
                        Address family not supported by protocol
                        Address family not supported by protocol
                        Protocol not supported
                        open open
                        open open
                        open open
                        open
                        pair""");
    }

    @Test
    void runsPythonWithProcessesThreadsAndADatabase() throws InterruptedException {
        assertThat(runsFile("work.py", PYTHON_AT_WORK, "python3").stdout()).isEqualTo("14\n14\nchild\n7");
    }

    @Test
    void runsNodeWithWorkersAndAServer() throws InterruptedException {
        assertThat(runsFile("work.js", NODE_AT_WORK, "node").stdout()).isEqualTo("child\n7\nserved");
    }

    @Test
    void runsJavaWithThreadsProcessesAndAServer() throws InterruptedException {
        assertThat(runsFile(
                                "Work.java",
                                JAVA_AT_WORK,
                                "java",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m")
                        .stdout())
                .isEqualTo("7\nchild\nserved");
    }

    @Test
    void runsGitNpmAndMaven() throws InterruptedException {
        assertThat(run("git init -q . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first"
                                + " && git log --format=%s")
                        .stdout())
                .isEqualTo("first");
        Execution npm =
                runsFile("package.json", "{\"scripts\": {\"test\": \"node -p 3+4\"}}", "npm", "test", "--prefix");
        assertThat(npm.stdout()).as(npm.stderr()).endsWith("\n7");
        Execution maven = run("JAVA_HOME=/jdk MAVEN_OPTS='-XX:+UseSerialGC -Xmx128m' mvn -version");
        assertThat(maven.stdout()).as(maven.stderr()).contains("Apache Maven");
    }

    private Execution runsFile(String file, String text, String... command) throws InterruptedException {
        String program = String.join(" ", command) + (file.equals("package.json") ? " ." : " " + file);
        return sandbox.run(
                new Command(List.of("sh", "-c", program, mark), Map.of(file, text), LONG), OutputListener.NONE);
    }
}
