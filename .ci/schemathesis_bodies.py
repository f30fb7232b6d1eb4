"""How schemathesis sends a body that is no JSON: as the bytes that it made up."""

import schemathesis


@schemathesis.serializer("application/zip")
def archive(_, value):
    return value if isinstance(value, bytes) else str(value).encode()
