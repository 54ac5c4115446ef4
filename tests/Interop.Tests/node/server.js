// Serves interop.proto with @grpc/grpc-js on a free loopback port, prints {"port":N}, and ends when its input does.
import * as grpc from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, Interop, RpcStatus } from './interop.js';

const ended = [];

function failure({ fail_code: code, text }) {
  const details = RpcStatus.serialize({
    code,
    message: text,
    details: [
      {
        type_url: 'type.googleapis.com/google.rpc.ErrorInfo',
        value: ErrorInfo.serialize({ reason: 'INTEROP', domain: 'coretimedesk', metadata: { text } }),
      },
      {
        type_url: 'type.googleapis.com/google.rpc.BadRequest',
        value: BadRequest.serialize({ field_violations: [{ field: 'text', description: 'was asked to fail' }] }),
      },
    ],
  });
  const metadata = new grpc.Metadata();
  metadata.set('grpc-status-details-bin', details);
  return Object.assign(new Error(text), { code, details: text, metadata });
}

function repeated(metadata) {
  const same = new grpc.Metadata();
  for (const key of ['x-text', 'x-bin']) {
    metadata.get(key).forEach((value) => same.add(key, value));
  }
  return same;
}

const server = new grpc.Server();
server.addService(Interop.service, {
  Unary(call, answer) {
    const { text, payload, response_size: size } = call.request;
    call.sendMetadata(repeated(call.metadata));
    answer(null, { text, number: 1, payload: size > 0 ? Buffer.alloc(size) : payload }, repeated(call.metadata));
  },
  ServerStream(call) {
    const { text, count, fail_code: code } = call.request;
    for (let number = 1; number <= count; number += 1) {
      call.write({ text, number });
    }
    if (code === 0) {
      call.end();
    } else {
      call.emit('error', failure(call.request));
    }
  },
  ClientStream(call, answer) {
    const texts = [];
    call.on('data', ({ text }) => texts.push(text));
    call.on('end', () => answer(null, { text: texts.join(','), number: texts.length }));
  },
  Bidi(call) {
    let number = 0;
    call.on('data', ({ text }) => { number += 1; call.write({ text, number }); });
    call.on('end', () => call.end());
  },
  Fail(call, answer) {
    answer(failure(call.request));
  },
  Hang(call) {
    call.on('cancelled', () => ended.push(call.request.text));
  },
  Ended(call, answer) {
    answer(null, { text: ended.join(',') });
  },
});

server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(JSON.stringify({ port }));
});
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
