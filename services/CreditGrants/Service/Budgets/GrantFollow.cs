using System.Numerics;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using LedgerGrant = CoretimeDesk.CreditGrants.Ledger.Grant;

namespace CoretimeDesk.CreditGrants.Budgets;

/// <summary>Lets the rows of grants follow the ledger, and tells everybody what has become of them.</summary>
internal static class GrantFollow
{
    public const string Aggregate = "grant";

    public static async Task FollowAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, Budget before, BudgetEvent happened, BudgetStep step, FactRef? fact)
    {
        List<string> names = [.. step.Closed.Select(c => c.Grant)];
        if (BudgetMessages.GrantOf(happened) is { } named)
        {
            names.Add(named);
        }
        else if (happened is Refunded refunded && open.Budget.Payments.TryGetValue(refunded.Of, out var payment) && payment.Fact.Grant is { } paid)
        {
            names.Add(paid);
        }

        foreach (var name in names.Distinct().Where(open.Budget.Grants.ContainsKey))
        {
            var row = scope.Db.Grants.Local.FirstOrDefault(g => g.Number == name) ?? await scope.Db.Grants.SingleAsync(g => g.Number == name, scope.Stop);
            Follow(scope, open, row, before.Grants.GetValueOrDefault(name), open.Budget.Grants[name], happened, step, fact);
        }
    }

    /// <summary>What a grant that was awarded is now.</summary>
    public static GrantState StateOf(LedgerGrant grant) => grant.Closing?.Why switch
    {
        ClosingReason.NotActivated => GrantState.Lapsed,
        ClosingReason.Expired => GrantState.Expired,
        ClosingReason.Revoked => GrantState.Revoked,
        _ => !grant.HasRegularPayment ? GrantState.Awarded
            : grant.OpenTranches == grant.Tranches.Length && grant.Tranches.All(t => t.Left.IsZero && t.Used >= t.Net.Value) ? GrantState.Exhausted
            : GrantState.Active,
    };

    private static void Follow(CommandScope<CreditGrantsDb> scope, OpenBudget open, GrantRow row, LedgerGrant? before, LedgerGrant now, BudgetEvent happened, BudgetStep step, FactRef? fact)
    {
        var (id, account, token) = ($"{row.Id}", $"{row.AccountId}", open.Row.TokenSymbol);
        List<IMessage> told = [];
        switch (happened)
        {
            case Spent e:
                told.Add(new GrantSpent { GrantId = id, AccountId = account, Tranche = (uint)(e.Tranche ?? 0), Planck = $"{e.Amount}", Token = token, Fact = fact, IsUnreserved = step.Result == BudgetResult.Alarm });
                break;
            case Used e:
                told.Add(new GrantUsed { GrantId = id, AccountId = account, Tranche = (uint)(e.Tranche ?? 0), Planck = $"{e.Amount}", Token = token, Fact = fact, UsedAt = e.At.ToTimestamp() });
                break;
            case Opened e:
                told.Add(new TrancheOpened { GrantId = id, AccountId = account, Tranche = (uint)e.Tranche!.Value, OpenedAt = e.At.ToTimestamp() });
                break;
            case Flagged e:
                told.Add(new GrantFlagged { GrantId = id, AccountId = account, Flag = e.Flag, FlaggedAt = e.At.ToTimestamp() });
                break;
            case Unflagged e:
                told.Add(new GrantFlagCleared { GrantId = id, AccountId = account, Flag = e.Flag, ClearedAt = e.At.ToTimestamp() });
                break;
            case Extended e:
                told.Add(new GrantExtended { GrantId = id, AccountId = account, ExpiresAt = e.ExpiresAt!.Value.ToTimestamp() });
                break;
        }

        var activated = now.HasRegularPayment ? now.FirstPaidAt : null;
        if (activated != row.ActivatedAt)
        {
            row.ActivatedAt = activated;
            if (activated is { } at)
            {
                told.Add(new GrantActivated { GrantId = id, AccountId = account, ActivatedAt = at.ToTimestamp(), Fact = fact });
            }
        }

        if (now.ExpiresAt != row.ExpiresAt)
        {
            row.ExpiresAt = now.ExpiresAt;
            row.ReviewFrom = GrantClock.ReviewFrom(now.Award.At, now.ExpiresAt, open.Terms.ReviewDaysBeforeExpiry);
            row.ReviewTold &= row.ReviewFrom <= scope.Now;
        }

        var state = StateOf(now);
        if (state != row.State)
        {
            row.State = state;
            if (state == GrantState.Exhausted)
            {
                told.Add(new GrantExhausted { GrantId = id, AccountId = account, ExhaustedAt = happened.At.ToTimestamp() });
            }
        }

        if (before?.Closing is null && now.Closing is { } closing)
        {
            row.EndedAt = closing.At;
            var lapsed = now.Tranches.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Left.Value);
            told.Add(new GrantEnded
            {
                GrantId = id,
                Number = row.Number,
                ProgrammeId = $"{row.ProgrammeId}",
                AccountId = account,
                State = state,
                Lapsed = BudgetMessages.Text(lapsed),
                Token = token,
                EndedAt = closing.At.ToTimestamp(),
                Reason = closing.Why.ToString(),
            });
        }

        scope.Append(row, Aggregate, told);
    }
}
