using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;

namespace CoretimeDesk.Insights.Translating;

/// <summary>What Commissions tells of quotas. The first for a month counts; the engine sees to that.</summary>
internal static class QuotaFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        foreach (var given in told.Of<Commissions.V1.QuotaGiven>())
        {
            if (Month.TryParse(given.Message.Month, out var month))
            {
                facts.Add(
                    new QuotaGiven(LeadFacts.Id("quota", given), given.Message.GivenAt.ToDateTimeOffset(), given.At, month, given.Message.PersonId, null, SubjectFacts.Amount(given.Message.Planck)),
                    given.Message.Token,
                    given.Evidence());
            }
        }
    }
}
