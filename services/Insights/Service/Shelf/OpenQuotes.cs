using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>Quotes of customers who have neither bought nor gone; of a quote with several revisions the latest.</summary>
internal static class OpenQuotes
{
    /// <summary>By facts that are known at an instant.</summary>
    public static IEnumerable<Quoted> Of(IReadOnlyCollection<Fact> facts)
    {
        var survivors = Survivors(facts);
        var reversed = facts.OfType<MatchReversed>().Select(r => r.Match).ToHashSet(StringComparer.Ordinal);
        var own = facts.OfType<Purchase>().Where(p => p.Payer == Payer.Own).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var won = facts.OfType<Matched>().Where(m => !m.ThirdParty && own.Contains(m.Purchase) && !reversed.Contains(m.Id)).Select(m => Survivor(m.Lead));
        var lost = facts.Where(f => f is Lost { Reason: not Lost.Duplicate } or Released).Cast<AboutLead>().Select(f => Survivor(f.Lead));
        var closed = won.Concat(lost).ToHashSet(StringComparer.Ordinal);
        return facts.OfType<Quoted>().Where(q => !closed.Contains(Survivor(q.Lead)))
            .GroupBy(q => q.Quote[..(q.Quote.LastIndexOf('/') is > 0 and var slash ? slash : q.Quote.Length)], StringComparer.Ordinal)
            .Select(g => g.OrderBy(q => q.At).ThenBy(q => q.Id, StringComparer.Ordinal).Last());

        string Survivor(string lead)
        {
            // A circle would be a fault of what was told; the engine ignores what would close one.
            for (var i = 0; i < survivors.Count && survivors.TryGetValue(lead, out var next); i++)
            {
                lead = next;
            }

            return lead;
        }
    }

    private static Dictionary<string, string> Survivors(IReadOnlyCollection<Fact> facts)
    {
        var reverted = facts.OfType<MergeReverted>().Select(r => r.Merge).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, string> survivors = new(StringComparer.Ordinal);
        foreach (var merge in facts.OfType<LeadMerged>().Where(m => !reverted.Contains(m.Id)).OrderBy(m => m.RecordedAt).ThenBy(m => m.Id, StringComparer.Ordinal))
        {
            _ = survivors.TryAdd(merge.Lead, merge.Into);
        }

        return survivors;
    }
}
