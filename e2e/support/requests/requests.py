"""Stands in for the Python package `requests` where it is not installed: what the documentation's examples use of it."""

import json as _json
import urllib.error
import urllib.request


class Response:
    def __init__(self, status_code, body):
        self.status_code = status_code
        self.content = body

    def json(self):
        return _json.loads(self.content)

    def raise_for_status(self):
        if self.status_code >= 400:
            raise RuntimeError(f"{self.status_code}: {self.content}")


def post(url, json=None, data=b"", headers={}):
    body = data if json is None else _json.dumps(json).encode()
    sent = {"content-type": "application/json", **headers}
    request = urllib.request.Request(url, body, sent, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return Response(answer.status, answer.read())
    except urllib.error.HTTPError as error:
        return Response(error.code, error.read())
