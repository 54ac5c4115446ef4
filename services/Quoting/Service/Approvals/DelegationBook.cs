using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Approvals;

/// <summary>Who decides in whose place.</summary>
public sealed class DelegationBook(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts, TimeProvider time)
{
    /// <summary>Those by which somebody may decide in another's place at an instant.</summary>
    public static async Task<IReadOnlyList<Delegation>> ToAsync(QuotingDb db, Actor delegatee, DateTimeOffset now, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(delegatee);
        var rows = await db.Delegations.AsNoTracking()
            .Where(d => d.ToId == delegatee.Id && d.StartsAt <= now && d.EndsAt > now && (d.EndedAt == null || d.EndedAt > now))
            .OrderBy(d => d.Id).ToListAsync(stop);
        return [.. rows.Select(r => r.ToDelegation())];
    }

    /// <summary>Lets somebody decide in the caller's place.</summary>
    public Task<Outcome<DelegateResponse>> MakeAsync(Command command, Role role, Guid toId, string toName, DateTimeOffset startsAt, DateTimeOffset endsAt, string note, CancellationToken stop) =>
        commands.RunAsync<DelegateResponse>(command, scope =>
        {
            if (Delegation.WhyNot(scope.Actor, role, toId, startsAt, endsAt, scope.Now) is { } refusal)
            {
                return Task.FromResult<Outcome<DelegateResponse>>(refusal);
            }

            var row = new DelegationRow
            {
                Id = Guid.CreateVersion7(scope.Now),
                Role = role.ToName(),
                FromId = scope.Actor.Id,
                FromName = scope.Actor.Name,
                TeamIds = role == Role.TeamLead ? [.. scope.Actor.Teams.Order()] : [],
                ToId = toId,
                ToName = toName,
                StartsAt = startsAt,
                EndsAt = endsAt,
                MadeAt = scope.Now,
                Note = note,
            };
            scope.Db.Delegations.Add(row);
            scope.Append(row, "delegation",
            [
                new DelegationMade
                {
                    DelegationId = row.Id.ToString(),
                    Role = row.Role,
                    FromId = row.FromId.ToString(),
                    FromName = row.FromName,
                    ToId = row.ToId.ToString(),
                    ToName = row.ToName,
                    StartsAt = row.StartsAt.ToTimestamp(),
                    EndsAt = row.EndsAt.ToTimestamp(),
                },
            ]);
            return Task.FromResult<Outcome<DelegateResponse>>(new DelegateResponse { Delegation = ToMessage(row) });
        }, stop);

    /// <summary>Ends one before its time. Again changes nothing.</summary>
    public Task<Outcome<EndDelegationResponse>> EndAsync(Command command, Guid id, CancellationToken stop) => commands.RunAsync<EndDelegationResponse>(command, async scope =>
    {
        if (await scope.Db.Delegations.SingleOrDefaultAsync(d => d.Id == id, scope.Stop) is not { } row || !MaySee(row, scope.Actor))
        {
            return Refusal.NotFound("delegation", id);
        }

        if (row.FromId != scope.Actor.Id && !scope.Actor.Is(Role.HeadOfSales))
        {
            return new Refusal(RefusalKind.Forbidden, "NOT_YOURS", $"Only {row.FromName} and the head of sales end this delegation.");
        }

        if (row.EndedAt is null && scope.Now < row.EndsAt)
        {
            row.EndedAt = scope.Now;
            scope.Append(row, "delegation", [new DelegationEnded { DelegationId = id.ToString(), EndedAt = scope.Now.ToTimestamp() }]);
        }

        return new EndDelegationResponse { Delegation = ToMessage(row) };
    }, stop);

    /// <summary>A page of delegations, newest first.</summary>
    public async Task<ListDelegationsResponse> ListAsync(Page page, Actor viewer, bool current, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var found = db.Delegations.AsNoTracking();
        found = viewer.Is(Role.HeadOfSales, Role.Leadership) ? found : found.Where(d => d.FromId == viewer.Id || d.ToId == viewer.Id);
        found = current ? found.Where(d => d.StartsAt <= now && d.EndsAt > now && (d.EndedAt == null || d.EndedAt > now)) : found;
        found = page.Before is { } before ? found.Where(d => d.Id < before) : found;
        var rows = await found.OrderByDescending(d => d.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Delegations = { rows.Take(page.Size).Select(ToMessage) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    private static bool MaySee(DelegationRow row, Actor viewer) => row.FromId == viewer.Id || row.ToId == viewer.Id || viewer.Is(Role.HeadOfSales, Role.Leadership);

    private static V1.Delegation ToMessage(DelegationRow row) => new()
    {
        DelegationId = row.Id.ToString(),
        Role = row.Role,
        FromId = row.FromId.ToString(),
        FromName = row.FromName,
        TeamIds = { row.TeamIds.Select(t => t.ToString()) },
        ToId = row.ToId.ToString(),
        ToName = row.ToName,
        StartsAt = row.StartsAt.ToTimestamp(),
        EndsAt = row.EndsAt.ToTimestamp(),
        MadeAt = row.MadeAt.ToTimestamp(),
        EndedAt = row.EndedAt?.ToTimestamp(),
        Note = row.Note,
    };
}
