"""How does the page reach the browser? Compressed and over connections that stay open, as a web host sends it.

That matters here: MathJax is a megabyte of JavaScript and a page of drawn formulas is long, and both shrink a lot.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

COMPRESSED = {".css", ".html", ".js", ".json", ".svg", ".xml"}


@cache
def _body(file: Path) -> bytes:
    body = file.read_bytes()
    return gzip.compress(body) if file.suffix in COMPRESSED else body


class _Handler(SimpleHTTPRequestHandler):
    """Serves one folder."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or a folder's index."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if file.is_file():
            self._send(file)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, file: Path) -> None:
        body = _body(file)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(file.name))
        self.send_header("Content-Length", str(len(body)))
        if file.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """A server that takes no notice of a browser that hangs up."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a page that does not arrive is noticed where it is loaded."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine, and yield its URL."""
    with _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
