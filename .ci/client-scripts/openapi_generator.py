"""The client of openapi-generator for Python: the same."""

import sys
import uuid

import mgx_api
from mgx_api.api.events_api import EventsApi
from mgx_api.api.files_api import FilesApi
from mgx_api.api.tasks_api import TasksApi


def client() -> mgx_api.ApiClient:
    return mgx_api.ApiClient(mgx_api.Configuration(host=sys.argv[1]))


with client() as first:
    try:
        TasksApi(first).get_task("nobody")
        raise AssertionError("there is no such task")
    except mgx_api.exceptions.NotFoundException as missing:
        assert missing.data.status == 404, missing.data
    new = mgx_api.NewTask(input_prompt="Build a todo list for the command line", run=True)
    task = TasksApi(first).create_task(new, wait=90, idempotency_key=str(uuid.uuid4()))
    assert task.state is not None and task.state.status == mgx_api.TaskStatus.SUCCEEDED, task.state
    events = EventsApi(first).list_events(task.id, limit=5, version=2).events  # then the connection is cut
with client() as second:
    events += EventsApi(second).list_events(task.id, since_event_id=events[-1].event_id, version=2).events
    assert [event.event_id for event in events] == list(range(1, task.state.last_event_id + 1))
    assert events[-1].event_type == mgx_api.EventType.TASK_COMPLETE
    assert FilesApi(second).download_files(task.id)[:2] == b"PK"
