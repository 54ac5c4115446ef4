using System.Collections.Immutable;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>What people may do with a grant that was awarded.</summary>
internal static class GrantRules
{
    public static Outcome Apply(Budget budget, GrantCommand command)
    {
        if (command.Grant is not { } name || !budget.Grants.TryGetValue(name, out var grant))
        {
            return Outcome.Refuse(Reasons.UnknownGrant);
        }

        if (grant.Closing is not null)
        {
            return Outcome.Refuse(Reasons.Closed);
        }

        // Even before a tick has closed it: no clock runs late here.
        if (command is Opened or Extended or Revoked && command.At >= grant.ExpiresAt)
        {
            return Outcome.Refuse(Reasons.Expired);
        }

        return command switch
        {
            Opened opened => Open(budget, grant, opened),
            MilestoneReached { Tranche: { } number } when number >= 1 && number <= grant.Tranches.Length => budget.With(grant with { Milestones = grant.Milestones.Add(number) }),
            MilestoneReached => Outcome.Refuse($"{Reasons.Invalid}tranche"),
            Flagged flagged => budget.With(grant with { Flags = grant.Flags.Add(flagged.Flag) }),
            Unflagged unflagged => grant.Flags.Contains(unflagged.Flag) ? budget.With(grant with { Flags = grant.Flags.Remove(unflagged.Flag) }) : Outcome.Refuse(Reasons.UnknownFlag),
            Extended { ExpiresAt: null } => Outcome.Refuse($"{Reasons.Invalid}expires_at"),
            Extended { ExpiresAt: { } until } => until > grant.ExpiresAt ? budget.With(grant with { ExpiresAt = until }) : Outcome.Refuse(Reasons.NotLater),
            Revoked => ClosingRules.Close(budget, grant, new(command.At, ClosingReason.Revoked)),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    /// <summary>Why the next tranche of a grant is not open; empty when nothing stands against it.</summary>
    public static ImmutableArray<string> Gates(BudgetTerms terms, Grant grant)
    {
        var reasons = ImmutableArray.CreateBuilder<string>();
        var before = grant.Tranches[grant.OpenTranches - 1];
        if (before.Used * 100 < (System.Numerics.BigInteger)before.Value.Value * terms.UsedPercent)
        {
            reasons.Add(Reasons.PreviousUnused);
        }

        if (!grant.Flags.IsEmpty)
        {
            reasons.Add(Reasons.AbuseFlag);
        }

        if (grant.Award.HasMilestones && !grant.Milestones.Contains(grant.OpenTranches + 1))
        {
            reasons.Add(Reasons.Milestone);
        }

        return reasons.ToImmutable();
    }

    private static Outcome Open(Budget budget, Grant grant, Opened opened)
    {
        if (opened.Tranche != grant.OpenTranches + 1 || opened.Tranche > grant.Tranches.Length)
        {
            return Outcome.Refuse(Reasons.NotNext);
        }

        var reasons = Gates(budget.Terms, grant);
        return reasons.IsEmpty ? budget.With(grant with { OpenTranches = grant.OpenTranches + 1 }) : Outcome.Refuse(reasons);
    }
}
