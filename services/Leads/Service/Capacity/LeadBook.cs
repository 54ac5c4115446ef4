using System.Diagnostics;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Capacity;

/// <summary>Owners of leads inside a command: what a rep carries, who has registered the account, and how a lead changes hands.</summary>
public sealed class LeadBook(RulesBook rulebook, RegistrationBook registrations)
{
    /// <summary>Held by whoever gives a rep a lead: what the rep carries cannot change between counting and giving.</summary>
    public static string LockOf(Guid rep) => $"rep {rep}";

    /// <summary>What a rep carries at this instant. Counted from the leads themselves, so that it can never be out of step with them.</summary>
    public static async Task<RepLoad> LoadAsync(LeadsDb db, Guid rep, DateTimeOffset now, CancellationToken stop)
    {
        var day = CapacityRules.DayOf(now);
        return new(
            await db.Leads.CountAsync(l => l.OwnerId == rep && l.ClosedAt == null, stop),
            await db.LeadAssignments.CountAsync(a => a.RepId == rep && a.At >= day, stop));
    }

    /// <summary>What everybody carries at this instant; nobody who carries nothing is in it.</summary>
    public static async Task<Dictionary<Guid, RepLoad>> LoadsAsync(LeadsDb db, DateTimeOffset now, CancellationToken stop)
    {
        var day = CapacityRules.DayOf(now);
        var loads = await db.Leads.Where(l => l.OwnerId != null && l.ClosedAt == null).GroupBy(l => l.OwnerId!.Value)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => new RepLoad(g.Count, 0), stop);
        foreach (var today in await db.LeadAssignments.Where(a => a.At >= day).GroupBy(a => a.RepId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(stop))
        {
            loads[today.Key] = new(loads.GetValueOrDefault(today.Key).Open, today.Count);
        }

        return loads;
    }

    /// <summary>
    /// Null when this rep may have one more lead, else the refusal. An open lead then waits in the overflow queue, which is saved
    /// although the command is refused. The rep must be locked.
    /// </summary>
    public async Task<Refusal?> WhyFullAsync(CommandScope<LeadsDb> scope, LeadRow lead, Owner rep)
    {
        var rules = await rulebook.CurrentAsync(scope.Db, scope.Stop);
        var profile = await scope.Db.RepProfiles.SingleOrDefaultAsync(p => p.Id == rep.Id, scope.Stop);
        var limit = CapacityLimit.Of(rules, profile?.OpenLeadsMax, profile?.MonthlyCapacity);
        var load = await LoadAsync(scope.Db, rep.Id, scope.Now, scope.Stop);
        if (limit.WhyFull(load) is not { } why)
        {
            return null;
        }

        if (lead.ToLead() is Lead.Open)
        {
            Record(scope, lead, LeadMoves.Queue(lead.ToLead(), $"{rep.Name} wanted it and has {why}.", scope.Now, rules).Events);
            scope.KeepDespiteRefusal();
        }

        return CapacityRules.Check(limit, load, rep, scope.Now, lead.QueueDueAt);
    }

    /// <summary>Null when this rep may work the account's leads: nobody has registered it, or they have.</summary>
    public async Task<Refusal?> WhyTakenAsync(CommandScope<LeadsDb> scope, LeadRow lead, Guid rep)
    {
        var active = await registrations.ActiveOfAsync(scope, lead.AccountId);
        return active.Count == 0 || active.Any(r => r.OwnerId == rep) ? null : ClaimRules.Taken(active[0].ToRegistration(), lead.Account!.ToFacts());
    }

    /// <summary>Records what happened to a lead.</summary>
    public static void Record(CommandScope<LeadsDb> scope, LeadRow row, params IEnumerable<LeadEvent> events)
    {
        foreach (var happened in events)
        {
            var oldOwner = row.OwnerId;
            row.Become(Lead.Evolve(row.ToLead(), happened));
            switch (happened)
            {
                case LeadEvent.Queued queued:
                    row.QueueReason = queued.Reason;
                    break;
                case LeadEvent.ClaimedBy claim:
                    Note(scope, row, claim.Owner, "Claimed.");
                    break;
                case LeadEvent.AssignedTo assigned:
                    Note(scope, row, assigned.Owner, assigned.Reason);
                    scope.Tell(assigned.Owner.Id, Data.NoticeKind.LeadAssigned, row.Id, $"{row.Number} {row.Title}, {row.Account!.Number} {row.Account.Name}, is yours. {assigned.Reason}");
                    scope.Tell(oldOwner ?? Guid.Empty, Data.NoticeKind.LeadTaken, row.Id, $"{row.Number} {row.Title}, {row.Account.Number} {row.Account.Name}, is {assigned.Owner.Name}'s now. {assigned.Reason}");
                    break;
            }

            scope.Append(row, "lead", [Message(happened, row, oldOwner)]);
        }
    }

    private static void Note(CommandScope<LeadsDb> scope, LeadRow row, Owner rep, string reason) => scope.Db.LeadAssignments.Add(new()
    {
        Id = Guid.CreateVersion7(scope.Now),
        LeadId = row.Id,
        RepId = rep.Id,
        RepName = rep.Name,
        ByName = scope.Actor.Name,
        Reason = reason,
        At = scope.Now,
    });

    private static IMessage Message(LeadEvent happened, LeadRow row, Guid? oldOwner)
    {
        var (lead, account) = (row.Id.ToString(), row.AccountId.ToString());
        return happened switch
        {
            LeadEvent.ClaimedBy e => e.ToMessage(row),
            LeadEvent.AssignedTo e => new LeadAssigned
            {
                LeadId = lead,
                AccountId = account,
                OwnerId = e.Owner.Id.ToString(),
                OwnerName = e.Owner.Name,
                OldOwnerId = oldOwner?.ToString() ?? "",
                Reason = e.Reason,
                AssignedAt = e.At.ToTimestamp(),
            },
            LeadEvent.Queued e => new LeadQueued { LeadId = lead, AccountId = account, Reason = e.Reason, QueuedAt = e.At.ToTimestamp(), DueAt = e.DueAt.ToTimestamp() },
            LeadEvent.GivenBack e => new LeadGivenBack { LeadId = lead, AccountId = account, OwnerId = e.Owner.Id.ToString(), Reason = e.Reason, GivenBackAt = e.At.ToTimestamp() },
            LeadEvent.Closed e => new LeadClosed { LeadId = lead, AccountId = account, OwnerId = row.OwnerId?.ToString() ?? "", Won = e.Won, Reason = e.Reason, ClosedAt = e.At.ToTimestamp() },
            _ => throw new UnreachableException(),
        };
    }
}
