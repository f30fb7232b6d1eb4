"""The client of openapi-python-client: makes a task, watches it through a cut, downloads the zip."""

import json
import sys
import uuid

import httpx
from mgx_typed import Client
from mgx_typed.api.events import stream_events
from mgx_typed.api.files import download_files
from mgx_typed.api.tasks import create_task, get_state, get_task
from mgx_typed.models import Event, EventType, ListedTask, NewTask, Problem, TaskState, TaskStatus
from mgx_typed.types import File

events: list[Event] = []


def watch(client: Client, task_id: str) -> None:
    """Reads the stream to its end, or to where it breaks."""
    since = events[-1].event_id if events else 0
    request = stream_events._get_kwargs(task_id, since_event_id=since, version=2)
    try:
        with client.get_httpx_client().stream(**request) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    events.append(Event.from_dict(json.loads(line[6:])))
    except httpx.TransportError:
        cuts.append(since)


cuts: list[int] = []
with Client(base_url=sys.argv[1], timeout=httpx.Timeout(120)) as client:
    missing = get_task.sync("nobody", client=client)
    assert isinstance(missing, Problem) and missing.status == 404, missing
    new = NewTask(input_prompt="Build a todo list for the command line", run=True)
    task = create_task.sync(client=client, body=new, idempotency_key=str(uuid.uuid4()))
    assert isinstance(task, ListedTask), task
    while not events or events[-1].event_type != EventType.TASK_COMPLETE:
        watch(client, task.id)
    state = get_state.sync(task.id, client=client)
    assert isinstance(state, TaskState) and state.status == TaskStatus.SUCCEEDED, state
    assert cuts and [event.event_id for event in events] == list(range(1, state.last_event_id + 1)), cuts
    assert events[-1].payload.message
    archive = download_files.sync(task.id, client=client)
    assert isinstance(archive, File) and archive.payload.read(2) == b"PK", archive
