"""A way to a server that breaks: each task's first stream is cut in the middle, without a word.

Usage: cutter.py URL. Prints its own address, and a line for each stream that it cut.
"""

import asyncio
import re
import sys
import urllib.parse

CUT_AFTER = 4_000
STREAM = re.compile(rb"GET (?:/api/tasks/([^/ ]+)/events/stream|/ws/tasks/([^/? ]+))")
server = urllib.parse.urlsplit(sys.argv[1])
cut: set[bytes] = set()


class Way:
    """One connection, both ways."""

    left: int | None = None

    async def forth(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            stream = STREAM.search(data)
            task = stream and (stream[1] or stream[2])
            if task and task not in cut:
                cut.add(task)
                self.left = CUT_AFTER
            writer.write(data)
            await writer.drain()

    async def back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if self.left is not None:
                data = data[: self.left]
                self.left -= len(data)
            writer.write(data)
            await writer.drain()
            if self.left == 0:
                print("cut", flush=True)
                return


async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    way = Way()
    there, onward = await asyncio.open_connection(server.hostname, server.port)
    both = [asyncio.create_task(way.forth(reader, onward)), asyncio.create_task(way.back(there, writer))]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    for each in both:
        each.cancel()
    await asyncio.gather(*both, return_exceptions=True)
    for end in (onward, writer):
        end.transport.abort()


async def main() -> None:
    listening = await asyncio.start_server(lead, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", flush=True)
    await listening.serve_forever()


asyncio.run(main())
