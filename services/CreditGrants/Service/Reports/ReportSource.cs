using System.Data;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Parties;
using CoretimeDesk.CreditGrants.V1;
using Microsoft.EntityFrameworkCore;
using GrantState = CoretimeDesk.CreditGrants.V1.GrantState;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>A programme as it is stored at one instant, with what its reports are made of.</summary>
/// <param name="Row">The programme.</param>
/// <param name="Open">Its budget.</param>
/// <param name="Grants">Its grants, also those that were never awarded.</param>
/// <param name="Facts">What the numbers are made of.</param>
internal sealed record ReportSource(ProgrammeRow Row, OpenBudget Open, IReadOnlyList<GrantRow> Grants, ReportFacts Facts)
{
    /// <summary>Reads it, all of the same instant; null when there is no such programme.</summary>
    public static async Task<ReportSource?> ReadAsync(CreditGrantsDb db, BudgetBook book, Guid programme, DateTimeOffset now, CancellationToken stop)
    {
        // Reading ends with the context; what others write meanwhile is of a later report.
        await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        if (await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == programme, stop) is not { } row)
        {
            return null;
        }

        var open = await book.OpenAsync(db, row, stop);
        var grants = await db.Grants.AsNoTracking().Where(g => g.ProgrammeId == programme).OrderBy(g => g.Id).ToListAsync(stop);
        var customers = await AccountFamilies.LoadAsync(db, stop);
        var mine = grants.Select(g => customers.SurvivorOf(g.AccountId)).ToHashSet();
        var paid = await db.CustomerPayments.AsNoTracking().Where(p => p.Counts).Select(p => new { p.AccountId, p.OccurredAt, p.FactId }).ToListAsync(stop);
        var payments = paid.Select(p => new CustomerPayment(customers.SurvivorOf(p.AccountId), p.OccurredAt, p.FactId)).Where(p => mine.Contains(p.Customer));
        return new(row, open, grants, new(open.Budget, [.. grants.Select(g => new RequestedGrant(g.Number, customers.SurvivorOf(g.AccountId), g.RequestedAt, RefusedAt(g)))], [.. payments], now));
    }

    /// <summary>The treasury report over some months.</summary>
    public async Task<TreasuryReport> ToTreasuryAsync(CreditGrantsDb db, Month first, Month last, CancellationToken stop)
    {
        var holdings = await db.PoolBalances.AsNoTracking().Where(b => b.Account == Row.Pool).OrderBy(b => b.Chain).ToListAsync(stop);
        var (begin, end) = (first.Begin, last.End);
        var entries = await db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == Row.Id && e.Number <= Row.LastEntry && e.At >= begin && e.At < end).OrderBy(e => e.Number).ToListAsync(stop);
        return new(
            Row.Number,
            Open.ToProgramme(),
            Row.Network,
            ChainNames.Ss58PrefixOf(Row.Network),
            Row.EndedAt,
            ProgrammeReport.Make(Facts, first, last),
            [.. holdings.Where(h => ChainNames.NetworkOf(h.Chain) == Row.Network).Select(h => new PoolHolding(h.Free, ReportMessages.Block(FactRef.Parser.ParseFrom(h.Fact))))],
            [.. Grants.Where(g => Open.Budget.Grants.TryGetValue(g.Number, out var awarded) && awarded.Award.At < end).Select(g => ReportMessages.Grant(g, Open.Budget.Grants[g.Number]))],
            [.. entries.Select(e => ReportMessages.Entry(e))]);
    }

    /// <summary>A rule says no at once; a person's no is kept with the grant.</summary>
    private static DateTimeOffset? RefusedAt(GrantRow row) => row.State switch
    {
        GrantState.Ineligible => row.EndedAt ?? row.RequestedAt,
        GrantState.Declined => row.EndedAt ?? V1.Grant.Parser.ParseFrom(row.Body).Consents.LastOrDefault(c => !c.Yes)?.At?.ToDateTimeOffset() ?? row.RequestedAt,
        _ => null,
    };
}
