using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Peers;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What somebody may see of a quote.</summary>
public enum Sight
{
    /// <summary>Not even that it is there.</summary>
    None,

    /// <summary>Cores, periods, dates; no amount.</summary>
    Technical,

    /// <summary>Everything.</summary>
    Whole,
}

/// <summary>Who may work on a quote, and who may see it.</summary>
internal static class QuoteAccess
{
    /// <summary>The owner, a lead of the owner's team, the head of sales.</summary>
    public static bool MayWork(QuoteRow row, Actor actor) =>
        row.OwnerId == actor.Id || actor.Is(Role.HeadOfSales) || (actor.Is(Role.TeamLead) && actor.Teams.Overlaps(row.TeamIds));

    /// <summary>
    /// A rep sees own quotes and those of the team; who may have to decide sees all of it; a solution engineer sees the technical side of every one. Who holds
    /// several roles sees what the best of them does.
    /// </summary>
    /// <param name="row">The quote.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="delegates">Those in whose place the actor may decide at this moment.</param>
    public static Sight SightOf(QuoteRow row, Actor actor, IReadOnlyList<Approvals.Delegation> delegates) =>
        MayWork(row, actor) || actor.Is(Role.Leadership, Role.BudgetHolder, Role.Service) || (actor.Is(Role.Rep, Role.TeamLead) && actor.Teams.Overlaps(row.TeamIds)) || IsDelegated(row, delegates)
            ? Sight.Whole
            : actor.Is(Role.SolutionEngineer) ? Sight.Technical : Sight.None;

    /// <summary>Why a quote for this customer is not the caller's to make; null when it is.</summary>
    public static Refusal? WhyNotDraft(CustomerFacts facts, QuoteAsk ask, Actor actor)
    {
        if (actor.Is(Role.HeadOfSales) || facts.Owners.Any(o => o.Line is null && o.Person.Id == actor.Id))
        {
            return null;
        }

        var lines = ask.Lines.Select(l => l is QuoteLine.Coretime ? ProductLine.Bulk : ProductLine.OnDemand).Distinct();
        var missing = lines.Where(line => !facts.Owners.Any(o => o.Line == line && (o.Person.Id == actor.Id || o.IsLedByCaller))).ToList();
        return missing.Count == 0 ? null : new(
            RefusalKind.Forbidden,
            "NOT_YOUR_CUSTOMER",
            $"Own the lead, or have {facts.Customer.AccountName} registered for {string.Join(" and ", missing.Select(l => l == ProductLine.Bulk ? "bulk coretime" : "on-demand"))}, before you quote.");
    }

    /// <summary>Who gains by the sale beside the owner of the quote: who owns the lead, or else the registration.</summary>
    public static Guid? CustomerOwnerOf(CustomerFacts facts) => facts.Owners.OrderBy(o => o.Line is null ? 0 : 1).FirstOrDefault()?.Person.Id is { } id && id != Guid.Empty ? id : null;

    private static bool IsDelegated(QuoteRow row, IReadOnlyList<Approvals.Delegation> delegates) =>
        delegates.Any(d => d.TeamIds.Count == 0 || d.TeamIds.Any(t => row.TeamIds.Contains(t)));
}
