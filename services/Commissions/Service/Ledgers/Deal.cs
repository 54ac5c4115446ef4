using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Who has a role in a deal, and how that is known.</summary>
/// <param name="Role">Of the plan's split: "se".</param>
/// <param name="Bp">Its part of what the customer paid.</param>
/// <param name="Person">Who.</param>
/// <param name="Why">For people.</param>
internal sealed record RoleHolder(string Role, uint Bp, Guid Person, string Why);

/// <summary>An accepted quote.</summary>
/// <param name="FactId">The id of the acceptance among facts.</param>
/// <param name="QuoteId">The quote.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Number">What people call it.</param>
/// <param name="Customer">Whose, after merges.</param>
/// <param name="Token">In which token.</param>
/// <param name="At">When.</param>
/// <param name="Plan">Frozen then; null when none was in force.</param>
/// <param name="Roles">Of the plan; empty without one.</param>
/// <param name="Csm">Who keeps the customer; null for nobody.</param>
internal sealed record Deal(string FactId, Guid QuoteId, uint Revision, string Number, Guid Customer, string Token, DateTimeOffset At, CommissionPlan? Plan, IReadOnlyList<RoleHolder> Roles, Guid? Csm)
{
    /// <summary>The role that a deal belongs to: its holder's quota counts.</summary>
    public const string OwnerRole = "ae";

    /// <summary>The fact; null without a plan.</summary>
    public Accepted? ToFact() => Plan is null ? null : new(
        FactId, At, $"{Customer}", Plan.Id, $"{Roles.First(r => r.Role == OwnerRole).Person}",
        new([.. Roles.GroupBy(r => r.Person).OrderBy(g => g.Key).Select(g => new SplitShare($"{g.Key}", (uint)g.Sum(r => r.Bp)))]),
        Csm is { } csm ? $"{csm}" : null);
}
