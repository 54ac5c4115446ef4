using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Deals from acceptances: plan and people as they were then. A role that nobody is known to hold is the owner's.</summary>
internal static class DealFacts
{
    private const string SolutionEngineer = "se";
    private const string LeadOpener = "sdr";
    private const string ToCare = "AE_TO_CSM";

    /// <summary>All deals, by acceptance.</summary>
    public static IReadOnlyList<Deal> Of(Observations told, PlanShelf plans, Customers customers)
    {
        var reversals = told.Of<QuoteWinReversed>();
        var assessments = told.Of<AssessmentWritten>();
        var withdrawn = told.Of<AssessmentWithdrawn>().GroupBy(w => w.Message.AssessmentId).ToDictionary(g => g.Key, g => g.Min(w => w.At), StringComparer.Ordinal);
        var leads = told.Of<LeadOpened>().DistinctBy(l => l.Message.LeadId).ToDictionary(l => l.Message.LeadId, StringComparer.Ordinal);
        var handOvers = told.Of<HandOverAccepted>().Where(h => h.Message.Step == ToCare).ToList();
        var corrections = told.Of<ParticipantsCorrected>().ToLookup(c => (c.Message.QuoteId, c.Message.Revision));
        List<Deal> deals = [];
        foreach (var accepted in told.Of<QuoteAccepted>())
        {
            var message = accepted.Message;

            // A purchase that was an acceptance, and turned out to be none of the customer's.
            if (message.Kind == AcceptanceKind.Purchase && reversals.Any(r => r.Aggregate == accepted.Aggregate && r.Message.FactId == message.FactId && r.Sequence > accepted.Sequence))
            {
                continue;
            }

            var (at, customer, owner) = (Observations.Millis(message.AcceptedAt.ToDateTimeOffset()), customers.Of(message.AccountId), Guid.Parse(message.OwnerId));
            var plan = plans.InForce(message.Token, at);
            var engineer = assessments.Where(a => a.At <= at && customers.Of(a.Message.AccountId) == customer && (a.Message.LeadId.Length == 0 || message.LeadId.Length == 0 || a.Message.LeadId == message.LeadId)
                && !(withdrawn.TryGetValue(a.Message.AssessmentId, out var until) && until <= at)).OrderBy(a => a.At).ThenBy(a => a.Sequence).LastOrDefault();
            var opener = leads.GetValueOrDefault(message.LeadId);
            var roles = plan?.Roles.Shares.Select(share => Corrected(share.Participant switch
            {
                Deal.OwnerRole => new(share.Participant, share.Bp, owner, "owner of the quote"),
                SolutionEngineer when engineer is not null && engineer.Actor != Guid.Empty => new(share.Participant, share.Bp, engineer.Actor, $"wrote assessment {engineer.Message.Number}, which was current"),
                LeadOpener when opener is not null && opener.Actor != Guid.Empty => new(share.Participant, share.Bp, opener.Actor, $"opened lead {opener.Message.Number}"),
                _ => new RoleHolder(share.Participant, share.Bp, owner, "nobody is known to hold it: owner of the quote"),
            })).ToList() ?? [];
            deals.Add(new($"accepted/{message.QuoteId}/{accepted.Sequence}", Guid.Parse(message.QuoteId), message.Revision, message.Number, customer, message.Token, at, plan, roles, CsmOf(handOvers, customers, customer, at)));

            RoleHolder Corrected(RoleHolder holder) => corrections[(message.QuoteId, message.Revision)].Where(c => c.Message.Role == holder.Role).MaxBy(c => c.Sequence) is { } by
                ? holder with { Person = Guid.Parse(by.Message.PersonId), Why = $"corrected on {by.At.UtcDateTime:yyyy-MM-dd}: {by.Message.Reason}" }
                : holder;
        }

        return deals;
    }

    /// <summary>Who had the customer in care when it was accepted; else who got it first after that.</summary>
    private static Guid? CsmOf(List<Told<HandOverAccepted>> handOvers, Customers customers, Guid customer, DateTimeOffset at)
    {
        var own = handOvers.Where(h => customers.Of(h.Message.AccountId) == customer).OrderBy(h => h.Message.AcceptedAt.ToDateTimeOffset()).ThenBy(h => h.Message.HandOverId, StringComparer.Ordinal).ToList();
        var found = own.LastOrDefault(h => h.Message.AcceptedAt.ToDateTimeOffset() <= at) ?? own.FirstOrDefault();
        return found is null ? null : Guid.Parse(found.Message.ToId);
    }
}
