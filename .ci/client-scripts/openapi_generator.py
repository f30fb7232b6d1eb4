"""The client of openapi-generator for Python: the same."""

import sys
import uuid

import mgx_api
import urllib3
from mgx_api.api.events_api import EventsApi
from mgx_api.api.files_api import FilesApi
from mgx_api.api.tasks_api import TasksApi

events, cuts = [], []


def watch(client, task_id):
    """Reads the stream to its end, or to where it breaks."""
    since = events[-1].event_id if events else 0
    answer = EventsApi(client).stream_events_without_preload_content(task_id, since_event_id=since, version=2)
    try:
        for line in answer:
            if line.startswith(b"data: "):
                events.append(mgx_api.Event.from_json(line[6:].decode()))
    except urllib3.exceptions.HTTPError:
        cuts.append(since)


with mgx_api.ApiClient(mgx_api.Configuration(host=sys.argv[1])) as client:
    try:
        TasksApi(client).get_task("nobody")
        raise AssertionError("there is no such task")
    except mgx_api.exceptions.NotFoundException as missing:
        assert missing.data.status == 404, missing.data
    new = mgx_api.NewTask(input_prompt="Build a todo list for the command line", run=True)
    task = TasksApi(client).create_task(new, idempotency_key=str(uuid.uuid4()))
    while not events or events[-1].event_type != mgx_api.EventType.TASK_COMPLETE:
        watch(client, task.id)
    state = TasksApi(client).get_state(task.id)
    assert state.status == mgx_api.TaskStatus.SUCCEEDED, state
    assert cuts and [event.event_id for event in events] == list(range(1, state.last_event_id + 1)), cuts
    assert FilesApi(client).download_files(task.id)[:2] == b"PK"
