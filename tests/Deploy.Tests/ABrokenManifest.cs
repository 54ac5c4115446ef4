using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>Every rule can fail: one change to the good base, one finding that names it.</summary>
public sealed class ABrokenManifest
{
    private const string Container = "/spec/template/spec/containers/0";
    private const string Dapr = "/spec/template/metadata/annotations/dapr.io~1";

    // rule | object | place | value in JSON, or "-" to remove | a part of the finding. "*" as value removes the object.
    private static readonly string[] Rows =
    [
        "Every service has its objects|Deployment leads||*|leads: no Deployment",
        "Every service has its objects|NetworkPolicy leads||*|leads: no NetworkPolicy",
        "Every service has its objects|Configuration identity||*|identity: no Configuration",
        "Every service has its objects|Deployment leads|/metadata/name|\"leeds\"|Deployment leeds: tye.yaml knows no service",
        "Every service has its objects|Service leads|/metadata/labels/app.kubernetes.io~1name|\"identity\"|says otherwise",
        "Every service has its objects|Deployment leads|/spec/template/spec/serviceAccountName|\"identity\"|another service's account",
        "Every service has its objects|Deployment leads|/spec/template/spec/initContainers/0/image|\"coretime-desk/leads:0.0.9\"|another image",
        "Every service has its objects|Service leads|/metadata/namespace|\"default\"|outside the namespace",
        "Selectors find|Service leads|/spec/selector/app.kubernetes.io~1name|\"identity\"|selector of its Service",
        "Selectors find|NetworkPolicy leads|/spec/podSelector/matchLabels/app.kubernetes.io~1name|-|selector of its NetworkPolicy",
        "Selectors find|Deployment leads|/spec/template/metadata/labels/tier|\"back\"|selector of its Deployment",
        "Selectors find|Deployment leads|/spec/template/spec/topologySpreadConstraints|-|nothing spreads",
        $"Ports and protocol|Deployment leads|{Container}/ports/0/containerPort|8081|app-port is not",
        $"Ports and protocol|Deployment leads|{Container}/ports/0/containerPort|\"8080\"|one port, as a number",
        $"Ports and protocol|Deployment leads|{Dapr}app-port|\"7102\"|app-port is not",
        $"Ports and protocol|Deployment leads|{Dapr}app-port|8080|app-port is not",
        $"Ports and protocol|Deployment leads|{Dapr}app-protocol|\"grpc\"|must be h2c",
        $"Ports and protocol|Deployment leads|{Container}/env/0/value|\"http://+:5000\"|ASPNETCORE_URLS",
        "Ports and protocol|Service leads|/spec/ports/0/targetPort|8081|targetPort is not",
        "Ports and protocol|Service leads|/spec/ports/0/port|7101|is not 7102",
        "Ports and protocol|Service leads|/spec/ports/0/appProtocol|-|kubernetes.io/h2c",
        "Ports and protocol|NetworkPolicy web|/spec/ingress/0/ports/0/port|8081|web: its NetworkPolicy lets nobody reach",
        "Ports and protocol|NetworkPolicy leads|/spec/ingress/1/from|-|opens a port to everybody",
        $"Annotations of the sidecar|Deployment leads|{Dapr}enabled|true|is no string",
        $"Annotations of the sidecar|Deployment leads|{Dapr}app-port|8080|is no string",
        $"Annotations of the sidecar|Deployment leads|{Dapr}app-health-treshold|\"3\"|not known to Dapr",
        $"Annotations of the sidecar|Deployment leads|{Dapr}app-id|\"lead\"|app-id must be",
        $"Annotations of the sidecar|Deployment leads|{Dapr}app-health-check-path|-|app-health-check-path must be",
        $"Annotations of the sidecar|Deployment leads|{Dapr}config|\"lead\"|names no Configuration",
        $"Annotations of the sidecar|Deployment leads|{Dapr}api-token-secret|\"identity-dapr-api-token\"|not the same secret",
        $"Annotations of the sidecar|Deployment leads|{Container}/env/4/valueFrom/secretKeyRef/key|\"value\"|the key \"token\"",
        $"A container gets|Deployment leads|{Container}/env/1/value|\"lead\"|APP_ID must be",
        $"A container gets|Deployment leads|{Container}/env/6/value|\"pubsub\"|Desk__PubSub must be",
        $"A container gets|Deployment leads|{Container}/env/7/value|\"OnStart\"|Desk__Migrate must be",
        $"A container gets|Deployment leads|{Container}/env/2|-|ConnectionStrings__Database is missing",
        $"A container gets|Deployment leads|{Container}/env/5|-|APP_API_TOKEN is missing",
        $"A container gets|Deployment leads|{Container}/env/8/value|\"collector\"|OTEL_EXPORTER_OTLP_ENDPOINT must be",
        $"A container gets|Deployment leads|{Container}/env/9/name|\"APP_ID\"|APP_ID is set twice",
        "A container gets|Deployment leads|/spec/template/spec/initContainers/0/args|[]|must run --migrate",
        "A container gets|Deployment leads|/spec/template/spec/initContainers/0/env/1|-|the migration must have the same",
        "A container gets|Deployment leads|/spec/template/spec/enableServiceLinks|true|enableServiceLinks",
        $"Secrets are referred to|Deployment leads|{Container}/env/4|{{\"name\":\"DAPR_API_TOKEN\",\"value\":\"abc\"}}|DAPR_API_TOKEN is written down",
        $"Secrets are referred to|Deployment leads|{Container}/env/1/value|\"Host=db;Username=leads;Password=x\"|carries a password",
        "Secrets are referred to|Component desk-pubsub|/spec/metadata/3/value|\"amqp://desk:x@rabbit:5672\"|carries a password",
        "Secrets are referred to|Component desk-pubsub|/spec/metadata/7|{\"name\":\"saslPassword\",\"value\":\"abc\"}|saslPassword is written down",
        "Secrets are referred to|Component desk-pubsub|/auth|-|auth.secretStore",
        $"Secrets are referred to|Deployment leads|{Container}/env/4/valueFrom/secretKeyRef/key|\"\"|needs name and key",
        $"Secrets are referred to|Deployment leads|{Container}/env/4/valueFrom/secretKeyRef/optional|true|must not be optional",
        "Secrets are referred to|Namespace coretime-desk|/kind|\"Secret\"|made in the cluster",
        "Containers have no rights|ServiceAccount leads|/automountServiceAccountToken|-|ServiceAccount leads: automount",
        "Containers have no rights|Deployment leads|/spec/template/spec/automountServiceAccountToken|true|must not mount a token",
        "Containers have no rights|Deployment leads|/spec/template/spec/securityContext/runAsNonRoot|-|runAsNonRoot",
        "Containers have no rights|Deployment leads|/spec/template/spec/securityContext/runAsUser|0|runAsUser",
        "Containers have no rights|Deployment leads|/spec/template/spec/securityContext/seccompProfile|-|seccomp",
        "Containers have no rights|Deployment leads|/spec/template/spec/hostNetwork|true|hostNetwork",
        "Containers have no rights|Deployment leads|/spec/template/spec/volumes/0|{\"name\":\"tmp\",\"hostPath\":{\"path\":\"/\"}}|volume of the node",
        $"Containers have no rights|Deployment leads|{Container}/securityContext/readOnlyRootFilesystem|false|read-only",
        $"Containers have no rights|Deployment leads|{Container}/securityContext/allowPrivilegeEscalation|-|allowPrivilegeEscalation",
        $"Containers have no rights|Deployment leads|{Container}/securityContext/privileged|true|privileged",
        $"Containers have no rights|Deployment leads|{Container}/securityContext/capabilities/add|[\"NET_ADMIN\"]|capabilities",
        "Containers have no rights|Deployment leads|/spec/template/spec/initContainers/0/securityContext|-|migrate: all capabilities",
        $"Containers have no rights|Deployment leads|{Container}/resources/limits/memory|-|no resources/limits/memory",
        $"Containers have no rights|Deployment leads|{Container}/image|\"coretime-desk/leads:latest\"|needs a version",
        $"Containers have no rights|Deployment leads|{Container}/volumeMounts|-|/tmp must be",
        $"Containers have no rights|Deployment leads|{Dapr}sidecar-memory-limit|-|sidecar-memory-limit",
        $"Containers have no rights|Deployment leads|{Dapr}sidecar-seccomp-profile-type|-|sidecar's seccomp",
        "Containers have no rights|NetworkPolicy leads|/spec/policyTypes|[\"Ingress\"]|both directions",
        $"Probes speak|Deployment leads|{Container}/startupProbe|-|no startupProbe",
        $"Probes speak|Deployment leads|{Container}/livenessProbe|{{\"httpGet\":{{\"path\":\"/healthz\",\"port\":8080}}}}|must be of type grpc",
        $"Probes speak|Deployment leads|{Container}/readinessProbe/grpc/port|8081|another port",
        $"Probes speak|Deployment leads|{Container}/livenessProbe/grpc/service|\"readiness\"|must ask for \"liveness\"",
        $"Stopping fits|Deployment leads|{Dapr}block-shutdown-duration|\"30\"|must be a duration",
        $"Stopping fits|Deployment leads|{Dapr}graceful-shutdown-seconds|\"20s\"|without a unit",
        $"Stopping fits|Deployment leads|{Dapr}block-shutdown-duration|\"10s\"|the app takes up to 25 s",
        "Stopping fits|Deployment leads|/spec/template/spec/terminationGracePeriodSeconds|30|killed after 30 s",
        $"Stopping fits|Deployment leads|{Container}/env/10/value|\"0\"|every node to learn",
        $"Stopping fits|Deployment leads|{Container}/env/11|-|must say how long",
        "Every service has its objects|Deployment web||*|web: no Deployment",
        "Every service has its objects|Configuration leads|/metadata/name|\"web\"|a sidecar that it has not",
        "Ports and protocol|Service web|/spec/ports/0/appProtocol|\"kubernetes.io/h2c\"|web: its Service must say that it speaks http",
        "Annotations of the sidecar|Deployment web|/spec/template/metadata/annotations|{\"dapr.io/enabled\":\"true\"}|web: dapr.io/enabled is for a sidecar",
        $"A container gets|Deployment web|{Container}/env/1|-|Peers__Quoting must be",
        $"A container gets|Deployment web|{Container}/env/0|{{\"name\":\"DB\",\"valueFrom\":{{\"secretKeyRef\":{{\"name\":\"x\",\"key\":\"y\"}}}}}}|no secret but their own database",
        $"A container gets|Deployment web|{Container}/env/6|-|ConnectionStrings__Database is missing",
        "A container gets|Deployment web|/spec/template/spec/initContainers/0/args|[]|web: exactly one init container must run --migrate",
        "Pages reach whom they ask|NetworkPolicy web|/spec/egress/1/to/0/podSelector/matchLabels/app.kubernetes.io~1name|\"leeds\"|web: its NetworkPolicy keeps it from quoting",
        "Pages reach whom they ask|NetworkPolicy web|/spec/egress/2|-|web: its NetworkPolicy keeps it from its database",
        "Pages reach whom they ask|NetworkPolicy creditgrants|/spec/ingress|[]|creditgrants: its NetworkPolicy keeps web out",
        "Pages reach whom they ask|NetworkPolicy identity||*|identity: its NetworkPolicy keeps web out",
        "A container gets|Deployment web|/spec/template/spec/enableServiceLinks|true|web: enableServiceLinks",
        $"Containers have no rights|Deployment web|{Container}/securityContext/readOnlyRootFilesystem|false|web: web: the root file system",
        $"Probes speak|Deployment web|{Container}/livenessProbe|{{\"grpc\":{{\"port\":8080}}}}|web: livenessProbe must be of type httpGet",
        $"Probes speak|Deployment web|{Container}/readinessProbe/httpGet/path|\"/healthz\"|must ask for /readyz",
        $"Probes speak|Deployment web|{Container}/startupProbe/httpGet/port|8081|another port",
        $"Stopping fits|Deployment web|{Container}/env/4/value|\"0\"|every node to learn",
        "Stopping fits|Deployment web|/spec/template/spec/terminationGracePeriodSeconds|30|web: it takes up to 30 s",
        "Every app may publish|Component desk-pubsub|/metadata/name|\"pubsub\"|must be called desk-pubsub",
        "Every app may publish|Component desk-pubsub||*|one pub/sub component",
        "Every app may publish|Component desk-pubsub|/scopes/1|-|scopes must be the services",
        "Every app may publish|Resiliency desk|/scopes|-|scopes must be the services",
        "Every app may publish|Component desk-pubsub|/spec/metadata/0/value|\"identity=identity,identity-dead;leads=leads\"|leads must publish to leads and leads-dead",
        "Every app may publish|Component desk-pubsub|/spec/metadata/0/value|\"identity=identity,identity-dead\"|leads must publish to",
        "Every app may publish|Component desk-pubsub|/spec/metadata/0/value|\"identity=identity,identity-dead;leads=leads,leads-dead;lead=leads\"|lead, which is no service",
        "Every app may publish|Component desk-pubsub|/spec/metadata/1/value|\"identity=identity,leads,identity-dead;leads=identity,leads,leads-dead,identity-dead\"|nobody else's dead letters",
        "Every app may publish|Component desk-pubsub|/spec/metadata/2/value|\"identity,leads\"|allowedTopics must be",
        "The broker keeps|Component desk-pubsub|/spec/metadata/9/value|\"newest\"|initialOffset must be oldest",
        "The broker keeps|Component desk-pubsub|/spec/metadata/4|-|authType must be set",
        "The broker keeps|Component desk-pubsub|/spec/metadata/10|{\"name\":\"consumerID\",\"value\":\"desk\"}|consumerID must not be set",
        "The broker keeps|Component desk-pubsub|/spec/metadata/8/value|false|must have a value, quoted",
        "The broker keeps|Component desk-pubsub|/spec/metadata/10|{\"name\":\"authType\",\"value\":\"none\"}|authType is set twice",
        "The broker keeps|Component desk-pubsub|/spec/type|\"pubsub.mqtt3\"|nobody has said",
        "The broker keeps|Component desk-pubsub|/spec/type|\"pubsub.rabbitmq\"|publisherConfirm must be true",
        "Retries outlast|Resiliency desk||*|one Resiliency",
        "Retries outlast|Resiliency desk|/spec/targets/components|{\"pubsub\":{}}|must target desk-pubsub",
        "Retries outlast|Resiliency desk|/spec/targets/components/desk-pubsub/inbound|-|first failure is a dead letter",
        "Retries outlast|Resiliency desk|/spec/targets/components/desk-pubsub/inbound/retry|\"events\"|no retry policy events",
        "Retries outlast|Resiliency desk|/spec/targets/components/desk-pubsub/inbound/timeout|\"events\"|no timeout events",
        "Retries outlast|Resiliency desk|/spec/targets/components/desk-pubsub/inbound/circuitBreaker|\"any\"|no circuit breaker",
        "Retries outlast|Resiliency desk|/spec/policies/retries/event/policy|\"exponential\"|exponential policy ends",
        "Retries outlast|Resiliency desk|/spec/policies/retries/event/maxRetries|-1|never reach the dead letters",
        "Retries outlast|Resiliency desk|/spec/policies/retries/event/maxRetries|-|duration and maxRetries",
        "Retries outlast|Resiliency desk|/spec/policies/retries/event/maxRetries|3|retries last 15 s; a restart of",
        $"Retries outlast|Deployment leads|{Container}/startupProbe/failureThreshold|600|a restart of leads may take 1260 s",
        "Retries outlast|Component desk-pubsub|/spec/type|\"pubsub.redis\"|second replica",
        "Resources of Dapr|Component desk-pubsub|/spec/metadata/0/val|\"x\"|spec/metadata/0/val is no field",
        "Resources of Dapr|Resiliency desk|/targets|{\"components\":{}}|targets/components is no field",
        "Resources of Dapr|Resiliency desk|/spec/policies/retries/event/retries|3|is no field",
        "Resources of Dapr|Configuration leads|/spec/tracing/samplingRate|1|samplingRate must be quoted",
        "Resources of Dapr|Configuration leads|/spec/accessControl/defaultAction|\"allow\"|must be deny",
        "Resources of Dapr|Configuration leads|/spec/tracing|-|no collector",
        "Resources of Dapr|Configuration leads|/apiVersion|\"dapr.io/v2\"|is not known",
    ];

    public static TheoryData<string> Mistakes { get; } = [.. Rows];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Is_found_by_its_rule(string row)
    {
        var (rule, thing, place, value, finding) = row.Split('|') is [var r, var t, var p, var v, var f] ? (r, t, p, v, f) : throw new InvalidDataException(row);
        var desk = Variants.Render("base");
        var check = Rule.All.Single(x => x.Statement.StartsWith(rule, StringComparison.Ordinal)).Check;
        Assert.Empty(check(desk));

        Change(desk, thing, place, value);
        Assert.Contains(check(desk), text => text.Contains(finding, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("web-desk", "-", "must be sticky")]
    [InlineData("web", "\"cookie\"", "customers get a cookie")]
    public void Of_an_ingress_that_is_sticky_for_the_wrong_people_is_found(string name, string value, string finding)
    {
        var desk = Variants.Render("overlays/production");
        Assert.Empty(PagesAndPeers.Check(desk));
        Change(desk, $"Ingress {name}", "/metadata/annotations/nginx.ingress.kubernetes.io~1affinity", value);
        Assert.Contains(PagesAndPeers.Check(desk), text => text.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public void Is_tried_on_every_rule() =>
        Assert.All(Rule.All, rule => Assert.Contains(Rows, row => rule.Statement.StartsWith(row.Split('|')[0], StringComparison.Ordinal)));

    [Fact]
    public void Without_a_service_is_found_when_tye_forgets_one()
    {
        var desk = Variants.Render("base");
        var fewer = desk with { Services = [.. desk.Services.Where(s => s.Name != "leads")] };
        Assert.Contains(Rule.All[0].Check(fewer), text => text == "Deployment leads: tye.yaml knows no service of that name.");
    }

    [Fact]
    public void For_a_new_service_of_tye_is_missed()
    {
        var desk = Variants.Render("base");
        var more = desk with { Services = [.. desk.Services, new TyeService("governance", "services/Governance/Service/CoretimeDesk.Governance.csproj", 7199)] };
        Assert.Contains(Rule.All[0].Check(more), text => text == "governance: no Deployment of that name.");
        Assert.Contains(BusScopes.Check(more), text => text.StartsWith("publishingScopes: governance must publish", StringComparison.Ordinal));
    }

    private static void Change(Installation desk, string thing, string place, string value)
    {
        var o = desk.Objects.Single(x => $"{x.Text("/kind")} {x.Text("/metadata/name")}" == thing);
        if (value == "*")
        {
            desk.Objects.Remove(o);
            return;
        }

        var step = Pointer.Split(place)[^1];
        switch (o.At(place[..place.LastIndexOf('/')]), value)
        {
            case (JsonObject parent, "-"):
                Assert.True(parent.Remove(step), $"{place} was not there.");
                break;
            case (JsonObject parent, _):
                parent[step] = JsonNode.Parse(value);
                break;
            case (JsonArray parent, "-"):
                parent.RemoveAt(int.Parse(step));
                break;
            case (JsonArray parent, _):
                parent[int.Parse(step)] = JsonNode.Parse(value);
                break;
            default:
                throw new InvalidDataException($"{place} has no parent.");
        }
    }
}
