using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;
using LedgerBalances = CoretimeDesk.CreditGrants.Ledger.Balances;
using Tier = CoretimeDesk.CreditGrants.Ledger.GrantTier;

namespace CoretimeDesk.CreditGrants.Budgets;

/// <summary>Accepted events as they are stored, and back.</summary>
internal static class BudgetMessages
{
    public static string KindOf(BudgetEvent happened) => happened switch
    {
        Funded => "fund",
        Withdrawn => "withdraw",
        Awarded => "award",
        Opened => "open",
        MilestoneReached => "milestone",
        Flagged => "flag",
        Unflagged => "unflag",
        Spent => "spend",
        Refunded => "refund",
        Used => "use",
        Extended => "extend",
        Revoked => "revoke",
        Ticked => "tick",
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <summary>The grant that an event names; null for none.</summary>
    public static string? GrantOf(BudgetEvent happened) => happened switch
    {
        Awarded e => e.Grant,
        Spent e => e.Grant,
        Used e => e.Grant,
        GrantCommand e => e.Grant,
        _ => null,
    };

    public static BudgetMoved ToMoved(this BudgetEvent happened, long number, BudgetTerms terms, BudgetStep step, FactRef? fact)
    {
        var moved = new BudgetMoved
        {
            Number = number,
            EventId = happened.Id,
            Kind = KindOf(happened),
            At = happened.At.ToTimestamp(),
            GrantNumber = GrantOf(happened) ?? "",
            JudgedBy = JudgedBy(happened, terms),
            Result = step.Result.ToString().ToLowerInvariant(),
            Reasons = { step.Reasons },
            Postings = { step.Postings.Select(ToMessage) },
            After = step.After.Balances.ToMessage(),
            Fact = fact,
        };
        switch (happened)
        {
            case ChainFact e:
                moved.Planck = $"{e.Amount}";
                break;
            case Awarded e:
                (moved.Cluster, moved.Tier, moved.HalfPeriods, moved.CodeSha256, moved.HasMilestones) = (e.Cluster, (V1.GrantTier)((int)e.Tier + 1), e.HalfPeriods, e.Code ?? "", e.HasMilestones);
                moved.ExpiresAt = e.ExpiresAt.ToTimestamp();
                moved.Tranches.AddRange(e.Tranches.Select(t => $"{t}"));
                break;
            case Flagged e:
                moved.Flag = e.Flag;
                break;
            case Unflagged e:
                moved.Flag = e.Flag;
                break;
            case Extended e:
                moved.ExpiresAt = e.ExpiresAt!.Value.ToTimestamp();
                break;
        }

        if (happened is Refunded refunded)
        {
            moved.Of = refunded.Of;
        }

        if (TrancheOf(happened) is { } tranche)
        {
            moved.Tranche = tranche;
        }

        return moved;
    }

    public static BudgetEvent ToEvent(this BudgetMoved moved)
    {
        var (id, at) = (moved.EventId, moved.At.ToDateTimeOffset());
        var grant = moved.GrantNumber.Length > 0 ? moved.GrantNumber : null;
        long? tranche = moved.HasTranche ? moved.Tranche : null;
        return moved.Kind switch
        {
            "fund" => new Funded(id, at, Planck.Parse(moved.Planck)),
            "withdraw" => new Withdrawn(id, at, Planck.Parse(moved.Planck)),
            "spend" => new Spent(id, at, Planck.Parse(moved.Planck), grant, tranche),
            "refund" => new Refunded(id, at, Planck.Parse(moved.Planck), moved.Of),
            "use" => new Used(id, at, Planck.Parse(moved.Planck), grant, tranche),
            "award" => new Awarded(
                id, at, moved.GrantNumber, moved.Cluster, (Tier)((int)moved.Tier - 1), [.. moved.Tranches.Select(t => Planck.Parse(t))], moved.HalfPeriods, moved.ExpiresAt.ToDateTimeOffset(),
                moved.CodeSha256.Length > 0 ? moved.CodeSha256 : null, moved.HasMilestones),
            "open" => new Opened(id, at, grant, tranche),
            "milestone" => new MilestoneReached(id, at, grant, tranche),
            "flag" => new Flagged(id, at, grant, moved.Flag),
            "unflag" => new Unflagged(id, at, grant, moved.Flag),
            "extend" => new Extended(id, at, grant, moved.ExpiresAt.ToDateTimeOffset()),
            "revoke" => new Revoked(id, at, grant),
            "tick" => new Ticked(id, at),
            _ => throw new InvalidOperationException($"The ledger holds an event of the unknown kind \"{moved.Kind}\"."),
        };
    }

    /// <summary>The terms by which an event was judged when it was accepted.</summary>
    public static BudgetTerms ToTerms(this BudgetMoved moved)
    {
        var by = moved.JudgedBy;
        var terms = BudgetTerms.Default with
        {
            Reserve = Planck.Parse(by.Reserve),
            ClusterCapHalfPeriods = by.ClusterCapHalfPeriods,
            ActivationDays = by.ActivationDays,
            UsedPercent = by.UsedPercent,
        };
        return by.Provider.Length == 0 ? terms : terms with
        {
            Codes = terms.Codes.Add(moved.CodeSha256, new(by.Provider)),
            ProviderBudgets = terms.ProviderBudgets.Add(by.Provider, Planck.Parse(by.ProviderBudget)),
        };
    }

    public static V1.Balances ToMessage(this LedgerBalances balances) => new()
    {
        Funded = Text(balances.Funded),
        Reserved = Text(balances.Reserved),
        Spent = Text(balances.Spent),
        Lapsed = Text(balances.Lapsed),
        Awarded = Text(balances.Awarded),
        Unreserved = Text(balances.Unreserved),
        Free = Text(balances.Free),
        Shortfall = Text(balances.Shortfall),
    };

    public static string Text(BigInteger amount) => amount.ToString(CultureInfo.InvariantCulture);

    public static string BookName(Book book) => book == Book.Money ? "money" : "awards";

    public static string AccountName(Account account) => account.ToString().ToLowerInvariant();

    private static LedgerPosting ToMessage(Posting posting) => new()
    {
        Book = BookName(posting.Book),
        Account = AccountName(posting.Account),
        Debit = posting.Debit.IsZero ? "" : Text(posting.Debit),
        Credit = posting.Credit.IsZero ? "" : Text(posting.Credit),
    };

    private static long? TrancheOf(BudgetEvent happened) => happened switch
    {
        Spent e => e.Tranche,
        Used e => e.Tranche,
        Opened e => e.Tranche,
        MilestoneReached e => e.Tranche,
        _ => null,
    };

    private static JudgedBy JudgedBy(BudgetEvent happened, BudgetTerms terms)
    {
        var by = new JudgedBy
        {
            Reserve = $"{terms.Reserve}",
            ClusterCapHalfPeriods = terms.ClusterCapHalfPeriods,
            ActivationDays = terms.ActivationDays,
            UsedPercent = terms.UsedPercent,
        };
        if (happened is Awarded { Code: { } code } && terms.Codes.TryGetValue(code, out var known))
        {
            (by.Provider, by.ProviderBudget) = (known.Provider, $"{terms.ProviderBudgets.GetValueOrDefault(known.Provider)}");
        }

        return by;
    }
}
