"""Serves interop.proto with grpcio on a free loopback port, prints {"port": N}, and ends when its input does."""

import json
import sys
import threading
from concurrent import futures

import grpc

from interop import OPTIONS, SERVICE, Messages

messages = Messages(sys.argv[1])
Response = messages.Response
CODES = {code.value[0]: code for code in grpc.StatusCode}
ended = []


def fail(request, context):
    details = messages.Status(code=request.fail_code, message=request.text)
    info = messages.ErrorInfo(reason="INTEROP", domain="coretimedesk", metadata={"text": request.text})
    blamed = messages.BadRequest(field_violations=[{"field": "text", "description": "was asked to fail"}])
    for each in (info, blamed):
        details.details.add().Pack(each)
    context.set_trailing_metadata((("grpc-status-details-bin", details.SerializeToString()),))
    context.abort(CODES[request.fail_code], request.text)


def unary(request, context):
    repeated = tuple(entry for entry in context.invocation_metadata() if entry[0] in ("x-text", "x-bin"))
    context.send_initial_metadata(repeated)
    context.set_trailing_metadata(repeated)
    payload = bytes(request.response_size) if request.response_size else request.payload
    return Response(text=request.text, number=1, payload=payload)


def server_stream(request, context):
    for number in range(1, request.count + 1):
        yield Response(text=request.text, number=number)
    if request.fail_code:
        fail(request, context)


def client_stream(requests, _):
    texts = [request.text for request in requests]
    return Response(text=",".join(texts), number=len(texts))


def bidi(requests, _):
    for number, request in enumerate(requests, 1):
        yield Response(text=request.text, number=number)


def hang(request, context):
    over = threading.Event()
    if context.add_callback(over.set):
        over.wait()
    ended.append(request.text)
    return Response()


def list_ended(_, __):
    return Response(text=",".join(ended))


def handler(kind, behaviour):
    wrap = getattr(grpc, f"{kind}_rpc_method_handler")
    return wrap(behaviour, messages.Request.FromString, Response.SerializeToString)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=16), options=OPTIONS, compression=grpc.Compression.Gzip)
server.add_generic_rpc_handlers(
    (
        grpc.method_handlers_generic_handler(
            SERVICE,
            {
                "Unary": handler("unary_unary", unary),
                "ServerStream": handler("unary_stream", server_stream),
                "ClientStream": handler("stream_unary", client_stream),
                "Bidi": handler("stream_stream", bidi),
                "Fail": handler("unary_unary", fail),
                "Hang": handler("unary_unary", hang),
                "Ended": handler("unary_unary", list_ended),
            },
        ),
    )
)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(json.dumps({"port": port}), flush=True)
sys.stdin.read()
server.stop(0).wait()
