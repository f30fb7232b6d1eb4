"""The client of openapi-python-client: makes a task, goes on reading its events after a cut, downloads the zip."""

import sys
import uuid

import httpx
from mgx_typed import Client
from mgx_typed.api.events import list_events
from mgx_typed.api.files import download_files
from mgx_typed.api.tasks import create_task, get_task
from mgx_typed.models import Event, EventList, EventType, ListedTask, NewTask, Problem, TaskState, TaskStatus
from mgx_typed.types import File


def events_after(client: Client, task_id: str, since: int, limit: int) -> list[Event]:
    found = list_events.sync(task_id, client=client, since_event_id=since, limit=limit, version=2)
    assert isinstance(found, EventList), found
    return found.events


with Client(base_url=sys.argv[1], timeout=httpx.Timeout(120)) as client:
    missing = get_task.sync("nobody", client=client)
    assert isinstance(missing, Problem) and missing.status == 404, missing
    new = NewTask(input_prompt="Build a todo list for the command line", run=True)
    task = create_task.sync(client=client, body=new, wait=90, idempotency_key=str(uuid.uuid4()))
    assert isinstance(task, ListedTask) and isinstance(task.state, TaskState), task
    assert task.state.status == TaskStatus.SUCCEEDED, task.state
    events = events_after(client, task.id, 0, 5)  # then the connection is cut
with Client(base_url=sys.argv[1], timeout=httpx.Timeout(120)) as client:
    events += events_after(client, task.id, events[-1].event_id, 100_000)
    assert [event.event_id for event in events] == list(range(1, task.state.last_event_id + 1))
    assert events[-1].event_type == EventType.TASK_COMPLETE
    assert events[-1].payload.message
    archive = download_files.sync(task.id, client=client)
    assert isinstance(archive, File) and archive.payload.read(2) == b"PK", archive
