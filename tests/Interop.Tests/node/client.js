// Calls a server with @grpc/grpc-js and prints one line of JSON per check.
// Arguments: host:port, the names of the checks joined by commas, and a bearer token or nothing.
import * as grpc from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, FOUR_MIB, Interop, RpcStatus, expect, expectEqual, nameOf } from './interop.js';

const [, , target, names, token] = process.argv;
const options = { 'grpc.enable_http_proxy': 0 };
const connectWithoutToken = (more = {}) => new Interop(target, grpc.credentials.createInsecure(), { ...options, ...more });
const connect = (more = {}) => connectWithoutToken(token ? { ...more, interceptors: [withToken] } : more);

function withToken(callOptions, nextCall) {
  return new grpc.InterceptingCall(nextCall(callOptions), {
    start(metadata, listener, next) {
      metadata.set('authorization', `Bearer ${token}`);
      next(metadata, listener);
    },
  });
}

const client = connect();

/** A unary call as a promise of everything that came back. */
function unary(method, request, { metadata = new grpc.Metadata(), over = client, cancel, ...callOptions } = {}) {
  return new Promise((resolve) => {
    const result = {};
    let missing = 2; // The answer and the status, whichever comes first.
    const take = (part) => {
      Object.assign(result, part);
      missing -= 1;
      if (missing === 0) {
        resolve(result);
      }
    };
    const call = over[method](request, metadata, callOptions, (error, response) => take({ error, response }));
    call.on('metadata', (headers) => { result.headers = headers; });
    call.on('status', (status) => take({ status, trailers: status.metadata }));
    cancel?.(call);
  });
}

/** The responses of a stream until its status. */
function drain(call, onData = () => {}) {
  return new Promise((resolve) => {
    const responses = [];
    call.on('data', (response) => { responses.push(response); onData(response, responses.length); });
    call.on('error', () => {}); // The status says it too.
    call.on('status', (status) => resolve({ responses, status }));
  });
}

async function ended(text) {
  const until = Date.now() + 10_000;
  for (;;) {
    const { status, response } = await unary('Ended', {});
    expectEqual(`${nameOf(status.code)} ${status.details}`.trim(), 'OK', `asking whether the call ${text} ended`);
    if (response.text.split(',').includes(text)) {
      return;
    }
    expect(Date.now() < until, `after 10 s the server still runs the call ${text}`);
    await new Promise((next) => { setTimeout(next, 10); });
  }
}

const checks = {
  async unary() {
    const { response, status } = await unary('Unary', { text: 'grüß dich ☂', payload: Buffer.from([0, 1, 254, 255]) });
    expectEqual(nameOf(status.code), 'OK', 'status');
    expectEqual([response.text, response.number, [...response.payload]], ['grüß dich ☂', 1, [0, 1, 254, 255]], 'response');
  },

  async headers_and_trailers() {
    // Kestrel leaves out a response header that is empty, so the lengths begin at one byte.
    for (let length = 1; length <= 8; length += 1) {
      const bytes = Buffer.from(Array.from({ length }, (_, i) => 255 - i));
      const metadata = new grpc.Metadata();
      metadata.set('X-Text', 'plain = text; really');
      metadata.set('x-bin', bytes);
      const { headers, trailers } = await unary('Unary', {}, { metadata });
      for (const [where, back] of [['headers', headers], ['trailers', trailers]]) {
        expectEqual(back.get('x-text'), ['plain = text; really'], where);
        expectEqual(back.get('x-bin').map((b) => [...b]), [[...bytes]], `${where}, ${length} bytes`);
      }
    }
  },

  async empty_message() {
    const { response } = await unary('Unary', {});
    expectEqual([response.text, response.payload.length], ['', 0], 'response');
  },

  async server_stream() {
    const { responses, status } = await drain(client.ServerStream({ text: 'again', count: 300 }));
    expectEqual(nameOf(status.code), 'OK', 'status');
    expectEqual(responses.map((r) => r.number), Array.from({ length: 300 }, (_, i) => i + 1), 'numbers');
  },

  async client_stream() {
    const texts = Array.from({ length: 100 }, (_, i) => `t${i}`);
    const response = await new Promise((resolve, reject) => {
      const call = client.ClientStream((error, value) => (error ? reject(error) : resolve(value)));
      texts.forEach((text) => call.write({ text }));
      call.end();
    });
    expectEqual([response.text, response.number], [texts.join(','), 100], 'response');
  },

  async bidi() {
    const call = client.Bidi();
    const done = drain(call, (response, count) => {
      expectEqual([response.text, response.number], [`ask ${count}`, count], 'answer');
      if (count < 20) {
        call.write({ text: `ask ${count + 1}` }); // Only after the answer: the streams take turns.
      } else {
        call.end();
      }
    });
    call.write({ text: 'ask 1' });
    const { responses, status } = await done;
    expectEqual([responses.length, nameOf(status.code)], [20, 'OK'], 'end');
  },

  async many_calls_on_one_connection() {
    const results = await Promise.all(Array.from({ length: 200 }, (_, i) => unary('Unary', { text: `${i}` })));
    expectEqual(results.map((r) => r.response?.text), results.map((_, i) => `${i}`), 'answers');
  },

  async compression() {
    const gzip = connect({ 'grpc.default_compression_algorithm': 2 });
    const metadata = new grpc.Metadata();
    metadata.set('x-compress', 'yes');
    const payload = Buffer.alloc(500_000);
    const { response } = await unary('Unary', { text: 'small', payload }, { over: gzip, metadata });
    gzip.close();
    expect(payload.equals(response.payload), 'the payload changed on its way');
  },

  async deadline_exceeded() {
    const begun = Date.now();
    const { status } = await unary('Hang', { text: 'node-deadline' }, { deadline: new Date(begun + 300) });
    expectEqual(nameOf(status.code), 'DEADLINE_EXCEEDED', 'status');
    expect(Date.now() - begun < 8_000, `it took ${Date.now() - begun} ms`);
    await ended('node-deadline');
  },

  async cancelled() {
    const { status } = await unary('Hang', { text: 'node-cancel' }, { cancel: (call) => { setTimeout(() => call.cancel(), 200); } });
    expectEqual(nameOf(status.code), 'CANCELLED', 'status');
    await ended('node-cancel');
  },

  async cancelled_stream() {
    const call = client.Bidi();
    const done = drain(call, () => call.cancel());
    call.write({ text: 'one' });
    const { responses, status } = await done;
    expectEqual([responses.length, nameOf(status.code)], [1, 'CANCELLED'], 'end');
  },

  async every_error_status() {
    for (let code = 1; code <= 16; code += 1) {
      const { status } = await unary('Fail', { fail_code: code, text: `née ${code} % ☂` });
      expectEqual([nameOf(status.code), status.details], [nameOf(code), `née ${code} % ☂`], 'status');
    }
  },

  async error_details() {
    const { status } = await unary('Fail', { fail_code: grpc.status.INVALID_ARGUMENT, text: 'blamed' });
    const rich = RpcStatus.deserialize(status.metadata.get('grpc-status-details-bin')[0]);
    expectEqual([rich.code, rich.message], [grpc.status.INVALID_ARGUMENT, 'blamed'], 'google.rpc.Status');
    const bytes = Object.fromEntries(rich.details.map((any) => [any.type_url, any.value]));
    const info = ErrorInfo.deserialize(bytes['type.googleapis.com/google.rpc.ErrorInfo']);
    const blamed = BadRequest.deserialize(bytes['type.googleapis.com/google.rpc.BadRequest']);
    expectEqual([info.reason, info.domain, info.metadata.text], ['INTEROP', 'coretimedesk', 'blamed'], 'ErrorInfo');
    expectEqual(blamed.field_violations.map((v) => v.field), ['text'], 'BadRequest');
  },

  async error_after_messages() {
    const { responses, status } = await drain(client.ServerStream({ text: 'x', count: 5, fail_code: grpc.status.ABORTED }));
    // grpc-js hands an error over at once and drops messages still under way, so only a beginning is certain.
    expectEqual(responses.map((r) => r.number), [1, 2, 3, 4, 5].slice(0, responses.length), 'numbers');
    expectEqual([nameOf(status.code), status.details], ['ABORTED', 'x'], 'end');
  },

  async unknown_method() {
    const status = await new Promise((resolve) => {
      client.makeUnaryRequest('/coretimedesk.tests.interop.v1.Interop/Nothing', (b) => b, (b) => b, Buffer.alloc(0), (error) => resolve(error));
    });
    expectEqual(nameOf(status?.code), 'UNIMPLEMENTED', 'status');
  },

  async message_within_the_limit() {
    const { response, status } = await unary('Unary', { response_size: FOUR_MIB - 64, payload: Buffer.alloc(FOUR_MIB - 64) });
    expectEqual([nameOf(status.code), response?.payload.length], ['OK', FOUR_MIB - 64], 'end');
  },

  async request_beyond_the_limit() {
    const { status } = await unary('Unary', { payload: Buffer.alloc(FOUR_MIB + 1) });
    expectEqual(nameOf(status.code), 'RESOURCE_EXHAUSTED', 'status');
    expectEqual((await unary('Unary', { text: 'still here' })).response?.text, 'still here', 'the next call');
  },

  async request_far_beyond_the_limit() {
    const { status } = await unary('Unary', { payload: Buffer.alloc(3 * FOUR_MIB) });
    expectEqual(nameOf(status.code), 'RESOURCE_EXHAUSTED', 'status');
    expectEqual((await unary('Unary', { text: 'still here' })).response?.text, 'still here', 'the next call');
  },

  async response_beyond_the_limit() {
    const { status } = await unary('Unary', { response_size: FOUR_MIB + 1 });
    expectEqual(nameOf(status.code), 'RESOURCE_EXHAUSTED', 'status');
    expectEqual((await unary('Unary', { text: 'still here' })).response?.text, 'still here', 'the next call');
  },

  async no_token() {
    const stranger = connectWithoutToken();
    const { status } = await unary('Unary', {}, { over: stranger });
    stranger.close();
    expectEqual(nameOf(status.code), 'UNAUTHENTICATED', 'status');
    const { details } = RpcStatus.deserialize(status.metadata.get('grpc-status-details-bin')[0]);
    expectEqual(details.map((any) => any.type_url), ['type.googleapis.com/google.rpc.ErrorInfo'], 'details');
  },

  async health() {
    // An empty HealthCheckRequest; { status: SERVING } in the wire format.
    const answer = await new Promise((resolve, reject) => {
      client.makeUnaryRequest('/grpc.health.v1.Health/Check', (b) => b, (b) => b, Buffer.alloc(0), (error, bytes) => (error ? reject(error) : resolve(bytes)));
    });
    expectEqual([...answer], [0x08, 1], 'answer');
  },

  async reflection() {
    for (const version of ['v1', 'v1alpha']) {
      const call = client.makeBidiStreamRequest(`/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`, (b) => b, (b) => b);
      const done = drain(call);
      call.write(Buffer.from([0x3a, 0])); // { list_services: "" } in the wire format.
      call.end();
      const { responses, status } = await done;
      expectEqual([responses.length, nameOf(status.code)], [1, 'OK'], version);
      expect(responses[0].includes('coretimedesk.tests.interop.v1.Interop'), `${version} does not list the service`);
    }
  },
};

for (const check of names.split(',')) {
  let detail = '';
  try {
    await checks[check]();
  } catch (error) {
    detail = error.message;
  }
  console.log(JSON.stringify({ check, ok: detail === '', detail }));
}
client.close();
