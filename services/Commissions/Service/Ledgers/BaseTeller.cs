using System.Numerics;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Selling;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>
/// Tells what was earned of customers' payments, by owner and month, where that is otherwise than it was told last. A delivery is counted up at Mondays and month ends, so that most looks
/// find nothing; the ledger is worked out for it once an hour.
/// </summary>
internal sealed class BaseTeller(
    CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, ClosingSettings settings, DeskCalendar calendar, TimeProvider time, ILogger<BaseTeller> log) : Sweep(settings.Interval, time, log)
{
    private static readonly TimeSpan Often = TimeSpan.FromHours(1);
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Tells whatever is new.</summary>
    /// <returns>Of how many owners' months.</returns>
    public async Task<int> TellAsync(CancellationToken stop)
    {
        List<string> tokens = [];
        await using (var db = await contexts.CreateDbContextAsync(stop))
        {
            var (plans, told) = (await PlansDesk.ShelfAsync(db, stop), await LedgerBook.ObservationsAsync(db, stop));
            tokens.AddRange(LedgerBook.TokensOf(told).Where(token => NewOf(plans, told, token, calendar.GetUtcNow()).Count > 0));
        }

        var count = 0;
        foreach (var token in tokens)
        {
            count += await commands.RecordAsync(Actor.Desk, scope => TellAsync(scope, token), stop);
        }

        return count;
    }

    /// <inheritdoc/>
    protected override async Task SweepAsync(CancellationToken stop)
    {
        var now = calendar.GetUtcNow();
        if (now >= _next)
        {
            await TellAsync(stop);
            _next = now + Often;
        }
    }

    private static async Task<int> TellAsync(CommandScope<CommissionsDb> scope, string token)
    {
        await scope.LockAsync($"earned base {token}");
        var found = NewOf(await PlansDesk.ShelfAsync(scope.Db, scope.Stop), await LedgerBook.ObservationsAsync(scope.Db, scope.Stop), token, scope.Now);
        foreach (var one in found)
        {
            await Observing.DecideAsync(scope, Observing.IdOf($"earned base/{token}/{one.PersonId}/{one.Month}"), one);
        }

        return found.Count;
    }

    private static List<BaseEarned> NewOf(PlanShelf plans, Observations told, string token, DateTimeOffset until)
    {
        var last = told.Of<BaseEarned>().Where(b => b.Message.Token == token).GroupBy(b => b.Aggregate).Select(g => g.MaxBy(b => b.Sequence)!.Message).ToDictionary(b => (b.PersonId, b.Month));
        var view = LedgerBook.Compute(plans, told, token, until);
        var now = EarnedBase.Of(view.Ledger, view.Facts).GroupBy(b => (PersonId: b.Owner, Month: b.Month.ToString())).ToDictionary(g => g.Key, g => ToMessage(g.Key, token, until, g));
        return
        [
            .. now.Keys.Union(last.Keys).Order()
                .Select(key => now.GetValueOrDefault(key) ?? ToMessage(key, token, until, []))
                .Where(b => !b.Payments.Equals(last.GetValueOrDefault((b.PersonId, b.Month))?.Payments ?? [])),
        ];
    }

    private static BaseEarned ToMessage((string PersonId, string Month) of, string token, DateTimeOffset until, IEnumerable<EarnedBase> earned)
    {
        var payments = earned.OrderBy(e => e.Event, StringComparer.Ordinal).ToList();
        return new()
        {
            PersonId = of.PersonId, Month = of.Month, Token = token, Until = until.ToTimestamp(), Planck = StatementMaker.Text(payments.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Planck)),
            Payments = { payments.Select(p => new BaseEarned.Types.Payment { PaymentId = p.Event, Planck = StatementMaker.Text(p.Planck) }) },
        };
    }
}
