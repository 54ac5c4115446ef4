using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Told;

namespace CoretimeDesk.Insights.Translating;

/// <summary>Facts from what was told of a subject. A pure function: whoever knows the same has the same facts.</summary>
internal static class Translation
{
    /// <summary>The facts of a subject, from what is kept of it.</summary>
    public static IReadOnlyList<FactRow> Of(IGrouping<string, ObservationRow> told) => Of(new SubjectTold(told.Key, told.Select(Observing.ToTold)));

    /// <summary>The facts of a subject.</summary>
    public static IReadOnlyList<FactRow> Of(SubjectTold told)
    {
        var facts = new SubjectFacts(told.Subject);
        switch (told.Subject[..told.Subject.IndexOf('/', StringComparison.Ordinal)])
        {
            case "account":
                LeadFacts.Add(told, facts);
                OwnerFacts.Add(told, facts);
                break;
            case "quote":
                QuoteFacts.Add(told, facts);
                ApprovalFacts.Add(told, facts);
                break;
            case "paid":
                PurchaseFacts.Add(told, facts);
                MatchFacts.Add(told, facts);
                break;
            case "quota":
                QuotaFacts.Add(told, facts);
                break;
            case "earned":
                EarnedFacts.Add(told, facts);
                break;
            case "payout":
                ClaimFacts.Add(told, facts);
                break;
            case "grant":
                GrantFacts.Add(told, facts);
                break;
            default:
                // People and teams: they complete facts of others.
                break;
        }

        return facts.Rows;
    }
}
