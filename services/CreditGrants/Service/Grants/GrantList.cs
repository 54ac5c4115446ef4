using System.Data;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>Which grants are looked for.</summary>
internal sealed record GrantFilter(Guid? Programme, Guid? Account, GrantState? State, bool Mine, bool ToDecide);

/// <summary>Shows grants to those who may see them: a rep one's own and those of the team, who decides all, a solution engineer all without amounts.</summary>
internal sealed class GrantList(IDbContextFactory<CreditGrantsDb> contexts, BudgetBook budgets)
{
    private const int PaymentsMost = 200;

    public async Task<Outcome<GetGrantResponse>> GetAsync(Guid? id, string number, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);

        // One instant for all tables: a payment that arrives in between would be shown beside a grant that does not know it yet.
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        if (await Seen(db, viewer).SingleOrDefaultAsync(g => id != null ? g.Id == id : g.Number == number, stop) is not { } row)
        {
            return id is { } asked ? Refusal.NotFound("grant", asked) : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no grant {number}.");
        }

        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == row.ProgrammeId, stop);
        var open = await budgets.OpenAsync(db, programme, stop);
        var payments = await db.PoolPayments.AsNoTracking().Where(p => p.GrantNumber == row.Number).OrderByDescending(p => p.OccurredAt).ThenByDescending(p => p.FactId).Take(PaymentsMost).ToListAsync(stop);
        var cores = await db.PaidCores.AsNoTracking().Where(c => c.GrantNumber == row.Number).ToDictionaryAsync(c => c.FactId, stop);
        var ledger = open.Budget.Grants.GetValueOrDefault(row.Number);
        var answer = new GetGrantResponse
        {
            Grant = row.ToMessage(open),
            Payments =
            {
                payments.Select(p =>
                {
                    var core = cores.GetValueOrDefault(p.FactId);
                    var payment = new GrantPayment
                    {
                        Fact = FactRef.Parser.ParseFrom(p.Fact),
                        Tranche = (uint)p.Tranche,
                        Planck = BudgetMessages.Text(p.Planck),
                        Type = p.Type,
                        IsUnreserved = ledger?.IsOpen(p.Tranche) != true || !ledger.Covers(p.OccurredAt),
                        Begin = (uint)(core?.Begin ?? 0),
                        End = (uint)(core is null ? 0 : core.Begin + core.Duration),
                        UsedAt = core?.UsedAt?.ToTimestamp(),
                    };
                    if (core is not null)
                    {
                        payment.Core = (uint)core.Core;
                    }

                    return payment;
                }),
            },
        };
        if (!SeesAmounts(viewer))
        {
            Strip(answer.Grant);
            answer.Payments.Clear();
        }

        return answer;
    }

    public async Task<ListGrantsResponse> ListAsync(Page page, GrantFilter filter, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var grants = Seen(db, viewer);
        grants = filter.Programme is { } programme ? grants.Where(g => g.ProgrammeId == programme) : grants;
        grants = filter.Account is { } account ? grants.Where(g => g.AccountId == account) : grants;
        grants = filter.State is { } state ? grants.Where(g => g.State == state) : grants;
        grants = filter.Mine ? grants.Where(g => g.RequestedById == viewer.Id) : grants;
        grants = filter.ToDecide ? grants.Where(g => g.State == GrantState.Requested && g.RequestedById != viewer.Id && !g.BeneficiaryIds.Contains(viewer.Id)) : grants;
        grants = page.Before is { } before ? grants.Where(g => g.Id < before) : grants;
        var rows = await grants.OrderByDescending(g => g.Id).Take(page.Size + 1).ToListAsync(stop);
        var ids = rows.Select(r => r.ProgrammeId).Distinct().ToArray();
        var programmes = new Dictionary<Guid, OpenBudget>();
        foreach (var row in await db.Programmes.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(stop))
        {
            programmes[row.Id] = await budgets.OpenAsync(db, row, stop);
        }

        var answer = new ListGrantsResponse { Grants = { rows.Take(page.Size).Select(r => r.ToMessage(programmes[r.ProgrammeId])) }, NextPageToken = page.NextToken(rows, r => r.Id) };
        if (!SeesAmounts(viewer))
        {
            answer.Grants.ToList().ForEach(Strip);
        }

        return answer;
    }

    private static IQueryable<GrantRow> Seen(CreditGrantsDb db, Actor viewer)
    {
        var grants = db.Grants.AsNoTracking();
        var teams = viewer.Teams.ToArray();
        return viewer.Is(Role.HeadOfSales, Role.Leadership, Role.BudgetHolder, Role.SolutionEngineer, Role.Service)
            ? grants
            : grants.Where(g => g.RequestedById == viewer.Id || g.BeneficiaryIds.Contains(viewer.Id) || g.TeamIds.Any(t => teams.Contains(t)));
    }

    private static bool SeesAmounts(Actor viewer) => viewer.Is(Role.Rep, Role.TeamLead, Role.HeadOfSales, Role.Leadership, Role.BudgetHolder, Role.Service);

    private static void Strip(V1.Grant grant)
    {
        (grant.Value, grant.CorePeriodPrice, grant.Ask.OrdersBudget) = ("", "", "");
        foreach (var tranche in grant.Tranches)
        {
            (tranche.Value, tranche.Paid, tranche.Used, tranche.Left) = ("", "", "", "");
        }
    }
}
