namespace CoretimeDesk.Quoting.Matching;

/// <summary>What people have decided about one paid event. Nobody decides that it happened, or what was paid.</summary>
/// <param name="FactId">The fact.</param>
/// <param name="Confirmed">The digest of the quote that a person said it belongs to; null when nobody did, or when that was taken back.</param>
/// <param name="Excluded">Digests of quotes that a person said it does not belong to.</param>
public sealed record FactDecision(string FactId, string? Confirmed, IReadOnlySet<string> Excluded);
