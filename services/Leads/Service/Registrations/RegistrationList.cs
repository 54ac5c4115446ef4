using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Which registrations to list; null means any.</summary>
public sealed record RegistrationFilter(Guid? AccountId, ProductLine? Line, Data.RegistrationState? State, Guid? OwnerId, bool Warned);

/// <summary>Questions about registrations.</summary>
public sealed class RegistrationList(IDbContextFactory<LeadsDb> contexts)
{
    /// <summary>The registration, or a refusal.</summary>
    public async Task<Outcome<GetRegistrationResponse>> GetAsync(Guid id, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await Whole(db).SingleOrDefaultAsync(r => r.Id == id, stop) is not { } row)
        {
            return Refusal.NotFound("registration", id);
        }

        var left = await db.KnownPeople.AnyAsync(p => p.Id == row.OwnerId && (p.Disabled || p.MaySell == false), stop);
        return new GetRegistrationResponse { Registration = row.ToMessage(MaySee.FormOf(row, viewer), left) };
    }

    /// <summary>A page of registrations, newest first.</summary>
    public async Task<ListRegistrationsResponse> ListAsync(Page page, RegistrationFilter filter, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = Whole(db);
        if (filter.AccountId is { } account)
        {
            found = found.Where(r => r.AccountId == account);
        }

        if (filter.Line is { } line)
        {
            found = found.Where(r => r.Line == line);
        }

        if (filter.State is { } state)
        {
            found = found.Where(r => r.State == state);
        }

        if (filter.OwnerId is { } owner)
        {
            found = found.Where(r => r.OwnerId == owner);
        }

        if (filter.Warned)
        {
            found = found.Where(r => r.State == Data.RegistrationState.Approved && r.WarnedAt != null);
        }

        if (page.Before is { } before)
        {
            found = found.Where(r => r.Id < before);
        }

        // Somebody's draft is nobody else's business: it claims nothing.
        if (!viewer.Is(Role.TeamLead, Role.HeadOfSales, Role.Leadership, Role.Service))
        {
            found = found.Where(r => r.State != Data.RegistrationState.Draft || r.OwnerId == viewer.Id);
        }

        var rows = await found.OrderByDescending(r => r.Id).Take(page.Size + 1).ToListAsync(stop);
        var owners = rows.Select(r => r.OwnerId).Distinct().ToList();
        var left = await db.KnownPeople.Where(p => owners.Contains(p.Id) && (p.Disabled || p.MaySell == false)).Select(p => p.Id).ToListAsync(stop);
        return new()
        {
            Registrations = { rows.Take(page.Size).Select(r => r.ToMessage(MaySee.FormOf(r, viewer), left.Contains(r.OwnerId))) },
            NextPageToken = page.NextToken(rows, r => r.Id),
        };
    }

    /// <summary>A page of what somebody was told, newest first.</summary>
    public async Task<ListNoticesResponse> NoticesAsync(Page page, Guid person, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.Notices.AsNoTracking().Where(n => n.PersonId == person);
        if (page.Before is { } before)
        {
            found = found.Where(n => n.Id < before);
        }

        var rows = await found.OrderByDescending(n => n.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Notices = { rows.Take(page.Size).Select(n => n.ToMessage()) }, NextPageToken = page.NextToken(rows, n => n.Id) };
    }

    private static IQueryable<RegistrationRow> Whole(LeadsDb db) => db.Registrations.AsNoTracking().Include(r => r.Account).Include(r => r.Extensions);
}
