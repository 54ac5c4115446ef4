using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Payouts;
using CoretimeDesk.Commissions.Peers;
using CoretimeDesk.Commissions.Selling;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Deal = CoretimeDesk.Commissions.Ledgers.Deal;
using Sold = CoretimeDesk.Commissions.Selling.Sold;

namespace CoretimeDesk.Commissions.Treasury;

/// <summary>What is to be reckoned.</summary>
/// <param name="Token">In which token.</param>
/// <param name="From">The first month; null for the last one.</param>
/// <param name="To">The last month; null for the one that runs.</param>
/// <param name="Price">What a core costs; null for what the sale says.</param>
internal sealed record EconomicsQuestion(string Token, Month? From, Month? To, TodaysPrice? Price);

/// <summary>What selling coretime earns, by plan and by seller: to those who may see it.</summary>
internal sealed class EconomicsDesk(IDbContextFactory<CommissionsDb> contexts, DeskCalendar calendar, IPoolWatcher watcher)
{
    /// <summary>As it is known now.</summary>
    public async Task<Economics> ReckonAsync(EconomicsQuestion question, Actor viewer, CancellationToken stop)
    {
        var (price, problem) = question.Price is { } given ? (given, "") : await SalePriceNow.AskAsync(watcher, question.Token, stop);
        await using var db = await contexts.CreateDbContextAsync(stop);
        var sight = await StatementSight.OfAsync(db, viewer, stop);
        var now = calendar.GetUtcNow();
        var to = question.To ?? Month.Of(now);
        var from = question.From ?? to;
        var view = await LedgerBook.ReadAsync(db, question.Token, now, stop);
        var told = await LedgerBook.ObservationsAsync(db, stop);
        var payments = SoldPayment.Of(view.Ledger, view.Facts, from, to);
        var seen = payments.Where(p => sight.Sees(p.Owner) || p.ByParticipant.Keys.Any(sight.Sees)).ToList();
        var paidOut = (await PayoutBook.BatchesAsync(db, told, question.Token, stop)).Where(b => b.Month >= from && b.Month <= to).SelectMany(b => b.Match.Results)
            .GroupBy(r => r.Line.Participant, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Sum(g.Select(r => r.Arrived)), StringComparer.Ordinal);
        var names = await StatementSight.NamesAsync(db, stop);
        var blocks = FactBlocks.Of(told);
        return new()
        {
            Token = question.Token,
            FromMonth = $"{from}",
            ToMonth = $"{to}",
            AsOf = now.ToTimestamp(),
            Today = price,
            TodayProblem = problem,
            Plans = { PlansOf(view, payments, question.Token, now, price, sight.All) },
            Sellers = { SellersOf(view, seen, paidOut, question.Token, now, price, sight, names) },
            Payments = { seen.Select(p => ToMessage(p, blocks)) },
            Total = sight.All ? ToMessage(Sold.Sum(payments.Select(p => p.Sold))) : null,
        };
    }

    private static IEnumerable<PlanEconomics> PlansOf(LedgerView view, ImmutableArray<SoldPayment> payments, string token, DateTimeOffset now, TodaysPrice? price, bool seesAll)
    {
        var sold = payments.ToLookup(p => p.Plan, p => p.Sold, StringComparer.Ordinal);
        foreach (var plan in view.Plans.Plans.Values.Select(p => p.Plan).Where(p => p.Currency == token && (p.IsInForce(now) || (seesAll && sold.Contains(p.Id)))))
        {
            yield return new()
            {
                PlanId = plan.Id,
                FlatBp = plan.FlatBp,
                InForce = plan.IsInForce(now),
                CoreYear = price is null ? null : ToMessage(SalePriceNow.YearOf(view.Plans.Book, plan.Id, price)),
                Sold = seesAll ? ToMessage(Sold.Sum(sold[plan.Id])) : null,
            };
        }
    }

    private static IEnumerable<SellerEconomics> SellersOf(
        LedgerView view, List<SoldPayment> payments, Dictionary<string, BigInteger> paidOut, string token, DateTimeOffset now, TodaysPrice? price, StatementSight sight, IReadOnlyDictionary<string, string> names)
    {
        var plan = view.Plans.InForce(token, now);
        var owners = view.Facts.OfType<Accepted>().Select(a => a.Owner).ToHashSet(StringComparer.Ordinal);
        var sellers = payments.SelectMany(p => p.ByParticipant.Keys.Append(p.Owner)).Concat(paidOut.Keys).Distinct(StringComparer.Ordinal).Where(sight.Sees);
        return sellers
            .Select(who =>
            {
                var owned = Sold.Sum(payments.Where(p => p.Owner == who).Select(p => p.Sold));
                var dues = payments.Select(p => p.ByParticipant.GetValueOrDefault(who)).OfType<Due>().ToList();
                return (Base: owned.Base, Row: new SellerEconomics
                {
                    ParticipantId = who,
                    Name = names.GetValueOrDefault(who, ""),
                    Owned = ToMessage(owned),
                    AccruedPlanck = $"{Sum(dues.Select(d => d.Accrued))}",
                    EarnedPlanck = $"{Sum(dues.Select(d => d.Earned))}",
                    PaidOutPlanck = $"{paidOut.GetValueOrDefault(who)}",
                    CoreYearPlanck = price is not null && plan is not null && owners.Contains(who)
                        ? $"{SalePriceNow.YearOf(view.Plans.Book, plan.Id, price, SoldBy.Of(who, Deal.OwnerRole, now, view.Facts)).ByRole.GetValueOrDefault(who)}"
                        : "",
                });
            })
            .OrderByDescending(s => s.Base).ThenByDescending(s => StatementMaker.Number(s.Row.AccruedPlanck)).ThenBy(s => s.Row.ParticipantId, StringComparer.Ordinal)
            .Select(s => s.Row);
    }

    private static V1.Sold ToMessage(Sold sold)
    {
        var message = new V1.Sold
        {
            BasePlanck = $"{sold.Base}", CoreTimeslices = $"{sold.CoreTimeslices}", Payments = (uint)sold.Payments, AccruedPlanck = $"{sold.Accrued}", EarnedPlanck = $"{sold.Earned}", PerCorePeriodPlanck = sold.PerCorePeriod?.ToString() ?? "",
        };
        if (sold.ShareBp is { } share)
        {
            message.ShareBp = share;
        }

        return message;
    }

    private static CoreYear ToMessage(UnitEconomics year) => new()
    {
        RevenuePlanck = $"{year.Revenue}",
        CommissionPlanck = $"{year.Commission}",
        OverlayPlanck = $"{year.Overlay}",
        LowestPlanck = $"{year.Lowest}",
        HighestPlanck = $"{year.Highest}",
        ByRole = { year.ByRole.Select(r => new RoleAmount { Role = r.Key, Planck = $"{r.Value}" }) },
    };

    private static EconomicsPayment ToMessage(SoldPayment payment, IReadOnlyDictionary<string, string> blocks) => new()
    {
        At = payment.Paid.At.ToTimestamp(),
        Payment = payment.Paid.Id,
        Block = blocks.GetValueOrDefault(FactBlocks.FactOf(payment.Paid.Id), ""),
        PlanId = payment.Plan,
        OwnerId = payment.Owner,
        BasePlanck = $"{payment.Sold.Base}",
        CoreTimeslices = $"{payment.Sold.CoreTimeslices}",
        AccruedPlanck = $"{payment.Sold.Accrued}",
    };

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);
}
