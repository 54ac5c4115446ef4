// The official JavaScript SDK against the development sidecar.
// node peer.js SIDECAR_HTTP_PORT OWN_PORT -> one line "REPORT {...}" of what happened.
const { DaprClient, DaprServer, DaprPubSubStatusEnum, HttpMethod, LogLevel } = require("@dapr/dapr");

const [sidecarPort, ownPort] = process.argv.slice(2);
const pubsub = "desk-pubsub";
const quiet = { level: LogLevel.Error };
const connection = { daprHost: "127.0.0.1", daprPort: sidecarPort, logger: quiet };
const seen = { json: [], text: [], own: [], retried: 0, dead: [], bulk: [] };

async function until(condition, what) {
  const end = Date.now() + 30000;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`not in time: ${what}; seen ${JSON.stringify(seen)}`);
    }
    await new Promise((wake) => setTimeout(wake, 10));
  }
}

async function main() {
  const server = new DaprServer({ serverHost: "127.0.0.1", serverPort: ownPort, clientOptions: connection, logger: quiet });
  for (const topic of ["json", "text", "own", "bulk", "dead"]) {
    await server.pubsub.subscribe(pubsub, topic, async (data) => {
      seen[topic].push(data);
    });
  }
  await server.pubsub.subscribeWithOptions(pubsub, "retried", {
    callback: async () => (++seen.retried < 3 ? DaprPubSubStatusEnum.RETRY : DaprPubSubStatusEnum.SUCCESS),
  });
  await server.pubsub.subscribeWithOptions(pubsub, "dropped", {
    deadLetterTopic: "dead",
    callback: async () => DaprPubSubStatusEnum.DROP,
  });
  await server.start();

  const client = new DaprClient(connection);
  const must = (answer) => {
    if (answer.error) {
      throw answer.error;
    }
  };
  must(await client.pubsub.publish(pubsub, "json", { n: 1, amount: "12.50" }));
  must(await client.pubsub.publish(pubsub, "text", "plain text"));
  must(
    await client.pubsub.publish(
      pubsub,
      "own",
      { specversion: "1.0", id: "x", source: "js", type: "t", data: { kept: true } },
      { contentType: "application/cloudevents+json" },
    ),
  );
  must(await client.pubsub.publish(pubsub, "retried", { again: true }));
  must(await client.pubsub.publish(pubsub, "dropped", { drop: "me" }));
  const bulk = await client.pubsub.publishBulk(pubsub, "bulk", ["b1", "b2", { b: 3 }]);
  const unknown = await client.pubsub.publish("nobody", "json", { n: 2 });
  const invoked = await client.invoker.invoke("callee", "echo", HttpMethod.POST, { ping: 1 });

  await until(() => seen.json.length && seen.text.length && seen.own.length && seen.retried >= 3 && seen.dead.length && seen.bulk.length >= 3, "deliveries");
  seen.bulk.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  console.log(
    "REPORT " +
      JSON.stringify({
        ...seen,
        retried: `${seen.retried} times`,
        bulkFailed: bulk.failedMessages.length,
        unknownComponent: String(unknown.error).includes("ERR_PUBSUB_NOT_FOUND"),
        invoked,
      }),
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
