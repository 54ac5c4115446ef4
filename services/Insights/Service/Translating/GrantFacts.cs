using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.V1;
using Grants = CoretimeDesk.CreditGrants.V1;

namespace CoretimeDesk.Insights.Translating;

/// <summary>What CreditGrants tells of a grant. Its first tranche is open from the award on; all that are open end with the grant.</summary>
internal static class GrantFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        if (told.Of<Grants.GrantAwarded>() is not [var awarded, ..])
        {
            return;
        }

        var (grant, token, values) = (awarded.Message.GrantId, awarded.Message.Token, awarded.Message.Tranches);
        facts.Add(new GrantAwarded($"grant/{grant}", awarded.Message.AwardedAt.ToDateTimeOffset(), awarded.At, grant, awarded.Message.AccountId), token, awarded.Evidence());
        var end = EndOf(told);
        foreach (var (tranche, opened) in Opened(told, awarded))
        {
            // An award of before its tranches were told names none: nothing is said of what nobody knows.
            if (tranche == 0 || tranche > values.Count)
            {
                continue;
            }

            var id = $"tranche/{grant}/{tranche}";
            facts.Add(new TrancheOpened(id, opened.At, opened.Told, grant, tranche, SubjectFacts.Amount(values[(int)tranche - 1])), token, opened.Evidence);
            if (end is { } over)
            {
                facts.Add(new TrancheEnded($"{id}/ended", over.At, over.Told, grant, tranche), token, over.Evidence);
            }
        }

        foreach (var used in told.Of<Grants.GrantUsed>().Where(u => u.Message.Tranche > 0))
        {
            var at = (used.Message.Fact?.OccurredAt ?? used.Message.UsedAt).ToDateTimeOffset();
            facts.Add(
                new TrancheUsed(LeadFacts.Id("used", used), at, used.At, grant, used.Message.Tranche, SubjectFacts.Amount(used.Message.Planck)), token, PurchaseFacts.OnChain(used, used.Message.Fact));
        }
    }

    private static SortedDictionary<uint, Moment> Opened(SubjectTold told, Told<Grants.GrantAwarded> awarded)
    {
        SortedDictionary<uint, Moment> open = new() { [1] = new(awarded.Message.AwardedAt.ToDateTimeOffset(), awarded.At, awarded.Evidence()) };
        foreach (var opened in told.Of<Grants.TrancheOpened>())
        {
            _ = open.TryAdd(opened.Message.Tranche, new(opened.Message.OpenedAt.ToDateTimeOffset(), opened.At, opened.Evidence()));
        }

        return open;
    }

    /// <summary>Used up, lapsed, expired or revoked: whatever came first.</summary>
    private static Moment? EndOf(SubjectTold told) =>
        told.Of<Grants.GrantExhausted>().Select(e => (e.Sequence, Moment: new Moment(e.Message.ExhaustedAt.ToDateTimeOffset(), e.At, e.Evidence())))
            .Concat(told.Of<Grants.GrantEnded>().Select(e => (e.Sequence, Moment: new Moment(e.Message.EndedAt.ToDateTimeOffset(), e.At, e.Evidence()))))
            .OrderBy(e => e.Sequence).Select(e => e.Moment).FirstOrDefault();

    private sealed record Moment(DateTimeOffset At, DateTimeOffset Told, Evidence Evidence);
}
