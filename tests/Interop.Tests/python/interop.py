"""What client.py and server.py share: the messages, built at run time from the descriptors that the test hands over.

The file named in the first argument is a JSON list of base64 texts, each a serialized FileDescriptorProto, dependencies
first. So no generated code and no protoc is needed here.
"""

import base64
import json

from google.protobuf import descriptor_pool, message_factory

PACKAGE = "coretimedesk.tests.interop.v1"
SERVICE = f"{PACKAGE}.Interop"
FOUR_MIB = 4 * 1024 * 1024  # What every gRPC stack takes by default.
OPTIONS = [("grpc.enable_http_proxy", 0)]


class Messages:
    """Message classes by their short names."""

    def __init__(self, path):
        pool = descriptor_pool.DescriptorPool()
        with open(path, encoding="ascii") as file:
            for text in json.load(file):
                pool.AddSerializedFile(base64.b64decode(text))

        def message(name):
            descriptor = pool.FindMessageTypeByName(name)
            if hasattr(message_factory, "GetMessageClass"):
                return message_factory.GetMessageClass(descriptor)
            return message_factory.MessageFactory(pool).GetPrototype(descriptor)

        self.Request = message(f"{PACKAGE}.Request")
        self.Response = message(f"{PACKAGE}.Response")
        self.Status = message("google.rpc.Status")
        self.ErrorInfo = message("google.rpc.ErrorInfo")
        self.BadRequest = message("google.rpc.BadRequest")
