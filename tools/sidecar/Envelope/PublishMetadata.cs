namespace CoretimeDesk.Sidecar.Envelope;

/// <summary>The <c>metadata.*</c> keys of a publish call, with the prefix taken off.</summary>
internal sealed class PublishMetadata
{
    // An exact key for exact look-ups; the overrides are found without regard to case.
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _anyCase = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string key, string value)
    {
        _exact.TryAdd(key, value);
        _anyCase.TryAdd(key, value);
    }

    /// <summary>Reads the query of a publish call. The first value of a repeated key wins.</summary>
    public static PublishMetadata Of(IQueryCollection query)
    {
        var metadata = new PublishMetadata();
        foreach (var (key, values) in query)
        {
            if (key.StartsWith("metadata.", StringComparison.Ordinal))
            {
                metadata.Add(key["metadata.".Length..], values.FirstOrDefault() ?? "");
            }
        }

        return metadata;
    }

    /// <summary>These keys with <paramref name="more"/> on top.</summary>
    public PublishMetadata With(IEnumerable<KeyValuePair<string, string>> more)
    {
        var merged = new PublishMetadata();
        foreach (var (key, value) in more.Concat(_exact))
        {
            merged.Add(key, value);
        }

        return merged;
    }

    public string? Override(string attribute) =>
        _anyCase.TryGetValue("cloudevent." + attribute, out var value) && value.Length > 0 ? value : null;

    /// <summary>Whether the body goes to the broker untouched.</summary>
    /// <returns>False when the value is not a boolean by Go's rules.</returns>
    public bool TryGetRaw(out bool raw) => GoValues.TryBoolean(_exact.GetValueOrDefault("rawPayload"), out raw);

    /// <summary>The time to live, if there is a readable one. An unreadable one is ignored, as on the real sidecar.</summary>
    public TimeSpan? TimeToLive()
    {
        if (_anyCase.TryGetValue("ttlInSeconds", out var seconds) && long.TryParse(seconds, out var count) && count is > 0 and < 315_360_000_000)
        {
            return TimeSpan.FromSeconds(count);
        }

        return _anyCase.TryGetValue("ttl", out var text) && GoValues.TryDuration(text, out var duration) && duration > TimeSpan.Zero ? duration : null;
    }
}
