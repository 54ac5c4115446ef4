"""Calls a server with grpcio and prints one line of JSON per check.

Arguments: the file of descriptors, host:port, the names of the checks joined by commas, and a bearer token or nothing.
"""

import json
import queue
import sys
import threading
import time

import grpc

from interop import FOUR_MIB, OPTIONS, SERVICE, Messages

messages = Messages(sys.argv[1])
Request = messages.Request


class WithToken:
    """A method whose calls carry the token, however they are made."""

    def __init__(self, method):
        self._method = method

    def __call__(self, request, **options):
        return self._method(request, **self._with_token(**options))

    def with_call(self, request, **options):
        return self._method.with_call(request, **self._with_token(**options))

    def future(self, request, **options):
        return self._method.future(request, **self._with_token(**options))

    @staticmethod
    def _with_token(metadata=(), **options):
        return {**options, "metadata": (*metadata, ("authorization", f"Bearer {sys.argv[4]}"))}


class Client:
    """The methods of the service over one channel."""

    def __init__(self, token=True, **channel):
        self.channel = grpc.insecure_channel(sys.argv[2], options=OPTIONS, **channel)

        def method(kind, name):
            bare = getattr(self.channel, kind)(f"/{SERVICE}/{name}", Request.SerializeToString, messages.Response.FromString)
            return WithToken(bare) if token and sys.argv[4] else bare

        self.unary = method("unary_unary", "Unary")
        self.server_stream = method("unary_stream", "ServerStream")
        self.client_stream = method("stream_unary", "ClientStream")
        self.bidi = method("stream_stream", "Bidi")
        self.fail = method("unary_unary", "Fail")
        self.hang = method("unary_unary", "Hang")
        self.ended = method("unary_unary", "Ended")
        self.nothing = method("unary_unary", "Nothing")


client = Client()


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, got {actual!r}"[:2000])


def refused(call):
    """The error that a call ends with."""
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call succeeded")


def await_end(text):
    until = time.monotonic() + 10
    while text not in client.ended(Request()).text.split(","):
        if time.monotonic() > until:
            raise AssertionError(f"after 10 s the server still runs the call {text}")
        time.sleep(0.01)


def unary():
    response = client.unary(Request(text="grüß dich ☂", payload=bytes([0, 1, 254, 255])))
    equal((response.text, response.number, response.payload), ("grüß dich ☂", 1, bytes([0, 1, 254, 255])), "response")


def headers_and_trailers():
    for length in range(1, 9):  # Kestrel leaves out a response header that is empty.
        value = bytes(255 - i for i in range(length))
        sent = (("x-text", "plain = text; really"), ("x-bin", value))
        _, call = client.unary.with_call(Request(), metadata=sent)
        for where, back in (("headers", call.initial_metadata()), ("trailers", call.trailing_metadata())):
            found = {key: each for key, each in back if key in ("x-text", "x-bin")}
            equal(found, dict(sent), f"{where}, {length} bytes")


def empty_message():
    equal(client.unary(Request()), messages.Response(number=1), "response")


def server_stream():
    numbers = [response.number for response in client.server_stream(Request(text="again", count=300))]
    equal(numbers, list(range(1, 301)), "numbers")


def client_stream():
    texts = [f"t{i}" for i in range(100)]
    response = client.client_stream(Request(text=text) for text in texts)
    equal((response.text, response.number), (",".join(texts), 100), "response")


def bidi():
    asks = queue.Queue()
    call = client.bidi(iter(asks.get, None))
    for number in range(1, 21):
        asks.put(Request(text=f"ask {number}"))
        response = next(call)  # Before the next request is sent: the streams take turns.
        equal((response.text, response.number), (f"ask {number}", number), "answer")
    asks.put(None)
    equal(list(call), [], "the rest")
    equal(call.code(), grpc.StatusCode.OK, "status")


def many_calls_on_one_connection():
    calls = [client.unary.future(Request(text=str(i))) for i in range(200)]
    equal([call.result().text for call in calls], [str(i) for i in range(200)], "answers")


def compression():
    compressing = Client(compression=grpc.Compression.Gzip)
    payload = bytes(500_000)
    response = compressing.unary(Request(text="small", payload=payload), metadata=(("x-compress", "yes"),))
    compressing.channel.close()
    equal(response.payload, payload, "payload")


def deadline_exceeded():
    begun = time.monotonic()
    error = refused(lambda: client.hang(Request(text="python-deadline"), timeout=0.3))
    equal(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED, "status")
    if time.monotonic() - begun > 8:
        raise AssertionError(f"it took {time.monotonic() - begun} s")
    await_end("python-deadline")


def cancelled():
    call = client.hang.future(Request(text="python-cancel"))
    threading.Timer(0.2, call.cancel).start()
    try:
        call.result()
        raise AssertionError("the call succeeded")
    except grpc.FutureCancelledError:
        equal(call.code(), grpc.StatusCode.CANCELLED, "status")
    await_end("python-cancel")


def cancelled_stream():
    asks = queue.Queue()
    call = client.bidi(iter(asks.get, None))
    asks.put(Request(text="one"))
    equal(next(call).text, "one", "answer")
    call.cancel()
    asks.put(None)
    equal(refused(lambda: next(call)).code(), grpc.StatusCode.CANCELLED, "status")


def every_error_status():
    for status in grpc.StatusCode:
        if status is not grpc.StatusCode.OK:
            code = status.value[0]
            error = refused(lambda: client.fail(Request(fail_code=code, text=f"née {code} % ☂")))
            equal((error.code(), error.details()), (status, f"née {code} % ☂"), "status")


def error_details():
    error = refused(lambda: client.fail(Request(fail_code=3, text="blamed")))
    rich = messages.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    equal((rich.code, rich.message), (3, "blamed"), "google.rpc.Status")
    info, blamed = messages.ErrorInfo(), messages.BadRequest()
    for into in (info, blamed):
        equal([any.Unpack(into) for any in rich.details].count(True), 1, f"details of type {into.DESCRIPTOR.name}")
    equal((info.reason, info.domain, dict(info.metadata)), ("INTEROP", "coretimedesk", {"text": "blamed"}), "ErrorInfo")
    equal([violation.field for violation in blamed.field_violations], ["text"], "BadRequest")


def error_after_messages():
    call = client.server_stream(Request(text="x", count=5, fail_code=10))
    equal([next(call).number for _ in range(5)], [1, 2, 3, 4, 5], "numbers")
    error = refused(lambda: next(call))
    equal((error.code(), error.details()), (grpc.StatusCode.ABORTED, "x"), "end")


def unknown_method():
    equal(refused(lambda: client.nothing(Request())).code(), grpc.StatusCode.UNIMPLEMENTED, "status")


def message_within_the_limit():
    response = client.unary(Request(response_size=FOUR_MIB - 64, payload=bytes(FOUR_MIB - 64)))
    equal(len(response.payload), FOUR_MIB - 64, "length")


def request_beyond_the_limit():
    error = refused(lambda: client.unary(Request(payload=bytes(FOUR_MIB + 1))))
    equal(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED, "status")
    equal(client.unary(Request(text="still here")).text, "still here", "the next call")


def request_far_beyond_the_limit():
    error = refused(lambda: client.unary(Request(payload=bytes(3 * FOUR_MIB))))
    equal(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED, "status")
    equal(client.unary(Request(text="still here")).text, "still here", "the next call")


def response_beyond_the_limit():
    error = refused(lambda: client.unary(Request(response_size=FOUR_MIB + 1)))
    equal(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED, "status")
    equal(client.unary(Request(text="still here")).text, "still here", "the next call")


def no_token():
    stranger = Client(token=False)
    error = refused(lambda: stranger.unary(Request()))
    stranger.channel.close()
    equal(error.code(), grpc.StatusCode.UNAUTHENTICATED, "status")
    rich = messages.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    equal([any.type_url for any in rich.details], ["type.googleapis.com/google.rpc.ErrorInfo"], "details")


def health():
    # An empty HealthCheckRequest; { status: SERVING } in the wire format.
    equal(client.channel.unary_unary("/grpc.health.v1.Health/Check")(b""), b"\x08\x01", "answer")


def reflection():
    for version in ("v1", "v1alpha"):
        ask = client.channel.stream_stream(f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo")
        (answer,) = ask(iter([b"\x3a\x00"]))  # { list_services: "" } in the wire format.
        if SERVICE.encode() not in answer:
            raise AssertionError(f"{version} does not list the service")


for check in sys.argv[3].split(","):
    detail = ""
    try:
        globals()[check]()
    except Exception as failure:  # Whatever went wrong is this check's answer; the next one still runs.
        detail = f"{type(failure).__name__}: {failure}"
    print(json.dumps({"check": check, "ok": not detail, "detail": detail}), flush=True)

client.channel.close()
