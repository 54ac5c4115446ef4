using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>How much of a period has been paid for.</summary>
/// <param name="Begin">The first timeslice of its regions.</param>
/// <param name="Cores">Quoted.</param>
/// <param name="Counted">Paid for and matched.</param>
/// <param name="Paid">What was paid for them.</param>
public sealed record PeriodFulfilment(uint Begin, uint Cores, uint Counted, Planck Paid)
{
    /// <summary>All of it.</summary>
    public bool IsComplete => Counted >= Cores;
}

/// <summary>What has become of a quote on the chain.</summary>
/// <remarks>
/// A quote is won by its first finalised, matched event that the customer paid. The other cores need not have been bought: two of three make a won quote that is fulfilled in
/// part, and what is not bought within the validity lapses. A sponsor's purchases fulfil and never win.
/// </remarks>
/// <param name="Digest">The quote.</param>
/// <param name="Won">The event that won it; null while none did.</param>
/// <param name="WonBy">What was made of that event.</param>
/// <param name="Periods">In order of time.</param>
public sealed record Fulfilment(string Digest, PaidFact? Won, Verdict? WonBy, IReadOnlyList<PeriodFulfilment> Periods)
{
    /// <summary>Cores of the first period that are paid for: "2 of 3". Of a quote without cores, none of none.</summary>
    public PeriodFulfilment First => Periods.Count > 0 ? Periods[0] : new(0, 0, 0, Planck.Zero);

    /// <summary>What the verdicts make of a quote.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="facts">All paid events that were judged.</param>
    /// <param name="verdicts">What was made of them.</param>
    public static Fulfilment Of(MatchTerms quote, IEnumerable<PaidFact> facts, IEnumerable<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var counted = verdicts.Where(v => v.State == MatchState.Counted && v.Digest == quote.Digest).ToDictionary(v => v.FactId, StringComparer.Ordinal);
        var mine = facts.DistinctBy(f => f.FactId).Where(f => counted.ContainsKey(f.FactId)).OrderBy(f => f.Place).ToList();
        var won = mine.Find(f => counted[f.FactId].IsCustomerPaid);
        return new(quote.Digest, won, won is null ? null : counted[won.FactId],
        [
            .. quote.Periods.Select(p =>
            {
                var paid = mine.FindAll(f => f.Begin == p.Begin);
                return new PeriodFulfilment(p.Begin, p.Cores, (uint)paid.Count, paid.Aggregate(Planck.Zero, (sum, f) => sum + f.Price));
            }),
        ]);
    }

    /// <inheritdoc/>
    public bool Equals(Fulfilment? other) => other is not null && (Digest, Won?.FactId, WonBy) == (other.Digest, other.Won?.FactId, other.WonBy) && Periods.SequenceEqual(other.Periods);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Digest, Won?.FactId, Periods.Count);
}
