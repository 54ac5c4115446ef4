using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;

namespace CoretimeDesk.Insights.Translating;

/// <summary>What Commissions tells of payouts that have arrived: each line by which something was earned is a claim, whose condition was true when it was earned.</summary>
internal static class ClaimFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        foreach (var paid in told.Of<PayoutConfirmed>().Take(1))
        {
            var (m, evidence) = (paid.Message, paid.Evidence());
            (evidence.Chain, evidence.BlockNumber, evidence.BlockHash, evidence.BlockTime) = (m.Chain, m.BlockNumber, m.BlockHash, m.ConfirmedAt);
            if (m.HasEventIndex)
            {
                evidence.EventIndex = m.EventIndex;
            }

            foreach (var claim in m.Claims)
            {
                facts.Add(
                    new ClaimPaid($"{LeadFacts.Id("claim", paid)}/{claim.Line}", m.ConfirmedAt.ToDateTimeOffset(), paid.At, $"{m.Tag}/{claim.Line}", claim.DueAt.ToDateTimeOffset(), SubjectFacts.Amount(claim.Planck)),
                    m.Token,
                    evidence);
            }
        }
    }
}
