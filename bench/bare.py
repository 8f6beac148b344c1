"""The floor: a Flask view that answers with bytes it already has, as little as Flask can do."""

import os
from pathlib import Path

from flask import Flask, Response

app = Flask(__name__)
PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes()


@app.get("/")
def show_page() -> Response:
    return Response(PAGE, mimetype="text/html", headers={"Content-Encoding": "gzip"})
