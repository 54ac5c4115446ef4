using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>Which hand-overs to list; null means any.</summary>
public sealed record HandOverFilter(Guid? AccountId, HandOverStep? Step, Data.HandOverState? State, Guid? Mine);

/// <summary>Questions about hand-overs.</summary>
public sealed class HandOverList(IDbContextFactory<LeadsDb> contexts)
{
    /// <summary>The hand-over, or a refusal.</summary>
    public async Task<Outcome<GetHandOverResponse>> GetAsync(Guid id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.HandOvers.AsNoTracking().Include(h => h.Account).SingleOrDefaultAsync(h => h.Id == id, stop) is { } row
            ? new GetHandOverResponse { HandOver = row.ToMessage() }
            : Refusal.NotFound("hand-over", id);
    }

    /// <summary>A page of hand-overs, newest first.</summary>
    public async Task<ListHandOversResponse> ListAsync(Page page, HandOverFilter filter, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.HandOvers.AsNoTracking().Include(h => h.Account).AsQueryable();
        if (filter.AccountId is { } account)
        {
            found = found.Where(h => h.AccountId == account);
        }

        if (filter.Step is { } step)
        {
            found = found.Where(h => h.Step == step);
        }

        if (filter.State is { } state)
        {
            found = found.Where(h => h.State == state);
        }

        if (filter.Mine is { } person)
        {
            found = found.Where(h => h.FromId == person || h.ToId == person);
        }

        if (page.Before is { } before)
        {
            found = found.Where(h => h.Id < before);
        }

        var rows = await found.OrderByDescending(h => h.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { HandOvers = { rows.Take(page.Size).Select(h => h.ToMessage()) }, NextPageToken = page.NextToken(rows, h => h.Id) };
    }
}
