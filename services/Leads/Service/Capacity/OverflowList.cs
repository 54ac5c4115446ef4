using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Capacity;

/// <summary>Leads that nobody has, and how the others came to their owners.</summary>
public sealed class OverflowList(IDbContextFactory<LeadsDb> contexts, TimeProvider time)
{
    /// <summary>A page of the overflow queue, the most urgent first.</summary>
    public async Task<ListOverflowResponse> ListAsync(OverflowPage page, bool overdue, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var waiting = db.Leads.AsNoTracking().Where(l => l.QueueDueAt != null);
        var found = overdue ? waiting.Where(l => l.QueueDueAt <= now) : waiting;
        if (page.After is var (at, id))
        {
            found = found.Where(l => l.QueueDueAt > at || (l.QueueDueAt == at && l.Id > id));
        }

        var rows = await found.Include(l => l.Account).OrderBy(l => l.QueueDueAt).ThenBy(l => l.Id).Take(page.Size + 1).ToListAsync(stop);
        return new()
        {
            Leads =
            {
                rows.Take(page.Size).Select(l => new OverflowLead { Lead = l.ToMessage(), DueAt = l.QueueDueAt!.Value.ToTimestamp(), Overdue = l.QueueDueAt <= now, Reason = l.QueueReason ?? "" }),
            },
            NextPageToken = page.NextToken(rows),
            Waiting = await waiting.CountAsync(stop),
            Overdue = await waiting.CountAsync(l => l.QueueDueAt <= now, stop),
        };
    }

    /// <summary>How a lead came to its owners, newest first.</summary>
    public async Task<ListAssignmentsResponse> AssignmentsAsync(Guid leadId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await db.LeadAssignments.AsNoTracking().Where(a => a.LeadId == leadId).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).ToListAsync(stop);
        return new() { Assignments = { rows.Select(a => new LeadAssignment { RepId = a.RepId.ToString(), RepName = a.RepName, ByName = a.ByName, Reason = a.Reason, At = a.At.ToTimestamp() }) } };
    }
}

/// <summary>One page of the overflow queue. Its token holds due time and id of the last lead, which may have left the queue since.</summary>
/// <param name="Size">Rows per page.</param>
/// <param name="After">Only leads behind this one; null on the first page.</param>
public readonly record struct OverflowPage(int Size, (DateTimeOffset DueAt, Guid Id)? After)
{
    /// <summary>Reads <c>page_size</c> and <c>page_token</c>, noting what is wrong with them.</summary>
    public static OverflowPage Read(Check check, int size, string token)
    {
        var parts = token.Split('.');
        (DateTimeOffset, Guid)? after = parts.Length == 2 && long.TryParse(parts[0], out var ticks) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && Guid.TryParse(parts[1], out var id)
            ? (new(ticks, TimeSpan.Zero), id)
            : null;
        check.Satisfies("page_token", token.Length == 0 || after is not null, "is no token that a list handed out; leave it empty for the first page.");
        return new(Page.Read(check, size, "").Size, after);
    }

    /// <summary>The token of the next page, given one row more than fits; empty on the last page.</summary>
    public string NextToken(List<LeadRow> rows) => rows.Count > Size ? $"{rows[Size - 1].QueueDueAt!.Value.UtcTicks}.{rows[Size - 1].Id}" : "";
}
