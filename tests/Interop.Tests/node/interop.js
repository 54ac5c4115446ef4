// What client.js and server.js share: the service, the error details, and how a failed expectation is said.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import * as loader from '@grpc/proto-loader';

const here = path.dirname(fileURLToPath(import.meta.url));
const definition = loader.loadSync(
  ['interop.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'],
  {
    includeDirs: [path.join(here, '../Protos'), path.join(here, '../../../protos')],
    keepCase: true,
    defaults: true,
  },
);

export const Interop = grpc.loadPackageDefinition(definition).coretimedesk.tests.interop.v1.Interop;
export const RpcStatus = definition['google.rpc.Status'];
export const ErrorInfo = definition['google.rpc.ErrorInfo'];
export const BadRequest = definition['google.rpc.BadRequest'];

/** The limit on a received message that every gRPC stack has by default, in bytes. */
export const FOUR_MIB = 4 * 1024 * 1024;

/** The code of a plain status by its name, for messages that people read. */
export const nameOf = (code) => grpc.status[code] ?? `code ${code}`;

export function expect(condition, words) {
  if (!condition) {
    throw new Error(words);
  }
}

export function expectEqual(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  expect(a === e, `${what}: expected ${e}, got ${a}`);
}
