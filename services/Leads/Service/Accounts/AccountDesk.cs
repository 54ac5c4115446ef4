using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Commands and questions about accounts.</summary>
public sealed class AccountDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts)
{
    /// <summary>Creates an account.</summary>
    public Task<Outcome<CreateAccountResponse>> CreateAsync(Command command, CreateAccountRequest request, CancellationToken stop) =>
        commands.RunAsync<CreateAccountResponse>(command, async scope =>
        {
            var number = await scope.Db.NextNumberAsync('A', scope.Now, scope.Stop);
            var decision = AccountRules.Create(new(
                Guid.CreateVersion7(scope.Now), number, request.Name.Trim(), request.Segment.ToDomain(), request.AnnualCorePeriods, request.IsDao, request.MainBusinessElsewhere));
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            var created = (AccountEvent.Created)decision.Events[0];
            var row = new AccountRow
            {
                Id = created.Id,
                Number = created.Number,
                Name = created.Name,
                Segment = created.Segment,
                AnnualCorePeriods = created.AnnualCorePeriods,
                SizeTier = created.Tier,
                IsDao = created.IsDao,
                MainBusinessElsewhere = created.MainBusinessElsewhere,
                CreatedAt = scope.Now,
            };
            scope.Db.Accounts.Add(row);
            scope.Append(row, "account", [created.ToMessage()]);
            return new CreateAccountResponse { Account = row.ToMessage() };
        }, stop);

    /// <summary>The account, or a refusal.</summary>
    public async Task<Outcome<GetAccountResponse>> GetAsync(Guid id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop) is { } row
            ? new GetAccountResponse { Account = row.ToMessage() }
            : Refusal.NotFound("account", id);
    }

    /// <summary>A page of accounts, newest first.</summary>
    public async Task<ListAccountsResponse> ListAsync(Page page, Segment? segment, SizeTier? tier, string nameContains, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.Accounts.AsNoTracking();
        if (segment is { } s)
        {
            found = found.Where(a => a.Segment == s);
        }

        if (tier is { } t)
        {
            found = found.Where(a => a.SizeTier == t);
        }

        if (nameContains.Length > 0)
        {
            var pattern = $"%{nameContains.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            found = found.Where(a => EF.Functions.ILike(a.Name, pattern, "\\"));
        }

        if (page.Before is { } before)
        {
            found = found.Where(a => a.Id < before);
        }

        var rows = await found.OrderByDescending(a => a.Id).Take(page.Size + 1).ToListAsync(stop);
        return new()
        {
            Accounts = { rows.Take(page.Size).Select(r => r.ToMessage()) },
            NextPageToken = page.NextToken(rows, r => r.Id),
        };
    }
}
