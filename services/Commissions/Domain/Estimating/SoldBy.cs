using System.Collections.Immutable;
using CoretimeDesk.Commissions.Facts;

namespace CoretimeDesk.Commissions.Estimating;

/// <summary>Somebody who would own a deal: their rate follows from their quota, and from what their other deals brought in the month.</summary>
/// <param name="Owner">Who.</param>
/// <param name="Role">The role of the plan that an owner has.</param>
/// <param name="At">When the deal would begin.</param>
/// <param name="Known">What is known of the owner: quotas, and the deals that they own with what was paid for them.</param>
public sealed record SoldBy(string Owner, string Role, DateTimeOffset At, ImmutableArray<CommissionFact> Known)
{
    /// <summary>Takes what counts out of all that is known: the rest changes no rate of theirs.</summary>
    public static SoldBy Of(string owner, string role, DateTimeOffset at, IReadOnlyCollection<CommissionFact> known)
    {
        var customers = known.OfType<Accepted>().Where(a => a.Owner == owner).Select(a => a.Customer).ToHashSet(StringComparer.Ordinal);
        return new(owner, role, at, [.. known.Where(f => f switch
        {
            QuotaSet quota => quota.Participant == owner,
            Registered registered => customers.Contains(registered.Customer),
            Accepted accepted => customers.Contains(accepted.Customer),
            Paid paid => customers.Contains(paid.Customer),
            ParticipantKey => true,
            _ => false,
        })]);
    }
}
