using CoretimeDesk.Sidecar.Envelope;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoretimeDesk.Sidecar.Resiliency;

/// <summary>The policies for deliveries to one app: what a Resiliency file says about the component's inbound direction.</summary>
/// <param name="Retry">Null when there is none: then the first failure is final.</param>
/// <param name="Timeout">How long one attempt may take; null leaves the sidecar's own generous limit.</param>
internal sealed record InboundPolicy(RetryPolicy? Retry, TimeSpan? Timeout)
{
    public static readonly InboundPolicy None = new(null, null);
}

/// <summary>Reads Dapr's Resiliency resources, as far as they concern delivery of events.</summary>
internal sealed class ResiliencyFile
{
    private readonly List<Resource> _resources = [];

    /// <exception cref="SidecarStartException">Unreadable, or says something that this sidecar cannot do; names the place.</exception>
    public static ResiliencyFile Load(string path, string pubSub, ILogger log)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new SidecarStartException($"--resiliency: '{path}' cannot be read: {e.Message}", e);
        }

        var file = new ResiliencyFile();
        foreach (var root in stream.Documents.Select(d => d.RootNode))
        {
            var map = new YamlMap(path, "", root);
            if (map.Text("kind") is { } kind and not "Resiliency")
            {
                throw map.Wrong("kind", $"is '{kind}'; only Resiliency resources belong here");
            }

            file._resources.Add(Read(map, pubSub, log));
        }

        return file;
    }

    /// <summary>What applies to deliveries to this app. Of several resources in scope, the last that says something wins.</summary>
    public InboundPolicy For(string appId)
    {
        var policy = InboundPolicy.None;
        foreach (var resource in _resources.Where(r => r.Scopes.Count == 0 || r.Scopes.Contains(appId)))
        {
            policy = new(resource.Policy.Retry ?? policy.Retry, resource.Policy.Timeout ?? policy.Timeout);
        }

        return policy;
    }

    private static Resource Read(YamlMap root, string pubSub, ILogger log)
    {
        if (root.Map("targets") is not null)
        {
            throw root.Wrong("targets", "belongs inside spec; out here the real sidecar does not see it");
        }

        var spec = root.Map("spec") ?? throw root.Wrong("spec", "is missing");
        var policies = spec.Map("policies");
        var retries = new Dictionary<string, RetryPolicy>(StringComparer.Ordinal);
        foreach (var (name, node) in policies?.Map("retries")?.Maps() ?? [])
        {
            retries.Add(name, ReadRetry(node));
        }

        var timeouts = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var (name, text) in policies?.Map("timeouts")?.Texts() ?? [])
        {
            timeouts.Add(name, GoValues.TryDuration(text, out var timeout) && timeout > TimeSpan.Zero
                ? timeout
                : throw policies!.Wrong("timeouts." + name, $"is '{text}', not a duration like 30s"));
        }

        var retry = First(retries, "DefaultPubsubComponentInboundRetryPolicy", "DefaultComponentInboundRetryPolicy", "DefaultRetryPolicy");
        var timeoutPolicy = timeouts.Count == 0 ? null : FirstTimeout(timeouts, "DefaultPubsubComponentInboundTimeoutPolicy", "DefaultComponentInboundTimeoutPolicy", "DefaultTimeoutPolicy");
        if (spec.Map("targets") is { } targets)
        {
            if (targets.Map("apps") is not null || targets.Map("actors") is not null)
            {
                log.LogWarning("the resiliency file has targets for apps or actors: this stand-in applies policies to event deliveries only");
            }

            if (targets.Map("components")?.Map(pubSub)?.Map("inbound") is { } inbound)
            {
                if (inbound.Text("circuitBreaker") is not null)
                {
                    throw inbound.Wrong("circuitBreaker", "is not supported here, and on a real sidecar it dead-letters everything while it is open: remove it");
                }

                if (inbound.Text("retry") is { } retryName)
                {
                    retry = retries.GetValueOrDefault(retryName) ?? throw inbound.Wrong("retry", $"names '{retryName}', which policies.retries does not have");
                }

                if (inbound.Text("timeout") is { } timeoutName)
                {
                    timeoutPolicy = timeouts.TryGetValue(timeoutName, out var named)
                        ? named
                        : throw inbound.Wrong("timeout", $"names '{timeoutName}', which policies.timeouts does not have");
                }
            }
        }

        return new Resource(new InboundPolicy(retry, timeoutPolicy), root.List("scopes"));
    }

    private static RetryPolicy ReadRetry(YamlMap node)
    {
        var policy = new RetryPolicy();
        foreach (var (key, text) in node.Texts())
        {
            policy = key switch
            {
                "policy" => policy with { Exponential = text switch { "constant" => false, "exponential" => true, _ => throw node.Wrong(key, $"is '{text}', not constant or exponential") } },
                "duration" => policy with { Duration = Duration(node, key, text) },
                "maxInterval" => policy with { MaxInterval = Duration(node, key, text) },
                "maxRetries" => policy with { MaxRetries = long.TryParse(text, out var count) && count >= -1 ? count : throw node.Wrong(key, $"is '{text}', not -1 or a count") },
                _ => throw node.Wrong(key, "is not a member of a retry policy (policy, duration, maxInterval, maxRetries, matching)"),
            };
        }

        return node.Map("matching")?.Text("httpStatusCodes") is { } codes
            ? policy with { HttpStatusCodes = [.. codes.Split(',').Select(part => StatusRange(node, part.Trim()))] }
            : policy;
    }

    private static (int From, int To) StatusRange(YamlMap node, string text)
    {
        var ends = text.Split('-');
        return ends.Length is 1 or 2 && int.TryParse(ends[0], out var from) && int.TryParse(ends[^1], out var to) && from is >= 100 and <= 599 && to >= from && to <= 599
            ? (from, to)
            : throw node.Wrong("matching.httpStatusCodes", $"has '{text}', not a code like 429 or a range like 500-599");
    }

    private static TimeSpan Duration(YamlMap node, string key, string text) =>
        GoValues.TryDuration(text, out var value) && value >= TimeSpan.Zero ? value : throw node.Wrong(key, $"is '{text}', not a duration like 500ms");

    private static RetryPolicy? First(Dictionary<string, RetryPolicy> among, params string[] names) =>
        names.Select(among.GetValueOrDefault).FirstOrDefault(found => found is not null);

    private static TimeSpan? FirstTimeout(Dictionary<string, TimeSpan> among, params string[] names) =>
        names.Where(among.ContainsKey).Select(name => (TimeSpan?)among[name]).FirstOrDefault();

    private sealed record Resource(InboundPolicy Policy, IReadOnlyList<string> Scopes);
}
