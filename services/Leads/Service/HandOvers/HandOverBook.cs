using System.Diagnostics;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>Reads and writes hand-overs inside a command. One whose time is up is back with its sender before anything is decided.</summary>
public sealed class HandOverBook
{
    private const string Aggregate = "hand_over";

    /// <summary>The hand-over, as of now; null when there is none with this id.</summary>
    public async Task<HandOverRow?> FindAsync(CommandScope<LeadsDb> scope, Guid id) =>
        CatchUp(scope, await scope.Db.HandOvers.Include(h => h.Account).SingleOrDefaultAsync(h => h.Id == id, scope.Stop));

    /// <summary>What is offered for a lead, as of now; null for nothing.</summary>
    public async Task<HandOverRow?> OfferedForAsync(CommandScope<LeadsDb> scope, Guid leadId)
    {
        var row = CatchUp(scope, await scope.Db.HandOvers.Include(h => h.Account).SingleOrDefaultAsync(h => h.LeadId == leadId && h.State == Data.HandOverState.Offered, scope.Stop));
        if (row is null or { State: Data.HandOverState.Offered })
        {
            return row;
        }

        // The next offer takes the place that this one leaves, and the database checks each row as it comes.
        await scope.Db.SaveChangesAsync(scope.Stop);
        return null;
    }

    /// <summary>A hand-over that begins with this event.</summary>
    public async Task<HandOverRow> BeginAsync(CommandScope<LeadsDb> scope, AccountRow account, Guid? leadId, HandOverEvent first)
    {
        var handOver = HandOver.Evolve(null, first);
        var fact = (handOver as HandOver.Due)?.Fact;
        var row = new HandOverRow
        {
            Id = handOver.Id,
            Number = await scope.Db.NextNumberAsync('H', scope.Now, scope.Stop),
            AccountId = account.Id,
            LeadId = leadId,
            Step = handOver.Step,
            FromId = handOver.From.Id,
            FromName = handOver.From.Name,
            FactKind = fact?.Kind,
            FactId = fact?.FactId,
            FactBlockHash = fact?.BlockHash,
            FactAt = fact?.OccurredAt,
            CreatedAt = scope.Now,
            Account = account,
        };
        scope.Db.HandOvers.Add(row);
        Write(scope, row, handOver, first);
        return row;
    }

    /// <summary>Records what happened to a hand-over.</summary>
    public void Record(CommandScope<LeadsDb> scope, HandOverRow row, params IEnumerable<HandOverEvent> events)
    {
        foreach (var happened in events)
        {
            Write(scope, row, HandOver.Evolve(row.ToHandOver(), happened), happened);
        }
    }

    private HandOverRow? CatchUp(CommandScope<LeadsDb> scope, HandOverRow? row)
    {
        if (row is not null && HandOverRules.DueBy(scope.Now, row.ToHandOver()) is { } due)
        {
            Record(scope, row, due);
        }

        return row;
    }

    private static void Write(CommandScope<LeadsDb> scope, HandOverRow row, HandOver handOver, HandOverEvent happened)
    {
        var receiver = row.ToId;
        row.Become(handOver, happened);
        scope.Append(row, Aggregate, [Message(happened, row)]);
        Tell(scope, row, happened, receiver);
    }

    private static void Tell(CommandScope<LeadsDb> scope, HandOverRow row, HandOverEvent happened, Guid? receiver)
    {
        var what = $"{row.Account!.Number} {row.Account.Name} ({row.Number})";
        switch (happened)
        {
            case HandOverEvent.FellDue e:
                scope.Tell(row.FromId, Data.NoticeKind.HandOverDue, row.Id, $"{what}: the customer has bought, as the block of {e.Fact.OccurredAt:d MMMM yyyy HH:mm} UTC says. Name a CSM and write what they must know.");
                break;
            case HandOverEvent.Offered e:
                scope.Tell(e.To.Id, Data.NoticeKind.HandOverOffered, row.Id, $"{what}: {e.From.Name} hands it to you. Accept by {e.DueAt:d MMMM yyyy HH:mm} UTC, or it returns.");
                break;
            case HandOverEvent.Accepted:
                scope.Tell(row.FromId, Data.NoticeKind.HandOverAccepted, row.Id, $"{what}: {row.ToName} has accepted it.");
                break;
            case HandOverEvent.Returned e:
                scope.Tell(row.FromId, Data.NoticeKind.HandOverReturned, row.Id, $"{what}: it is back with you. {e.Reason}");
                scope.Tell(receiver ?? Guid.Empty, Data.NoticeKind.HandOverReturned, row.Id, $"{what}: it is back with {row.FromName}. {e.Reason}");
                break;
        }
    }

    private static IMessage Message(HandOverEvent happened, HandOverRow row)
    {
        var (id, account, step) = (row.Id.ToString(), row.AccountId.ToString(), row.Step == HandOverStep.SdrToAe ? "SDR_TO_AE" : "AE_TO_CSM");
        return happened switch
        {
            HandOverEvent.FellDue e => new HandOverDue { HandOverId = id, Number = row.Number, AccountId = account, FromId = row.FromId.ToString(), FactId = e.Fact.FactId, FactAt = e.Fact.OccurredAt.ToTimestamp() },
            HandOverEvent.Offered e => new HandOverOffered
            {
                HandOverId = id,
                Number = row.Number,
                AccountId = account,
                Step = step,
                FromId = row.FromId.ToString(),
                ToId = e.To.Id.ToString(),
                OfferedAt = e.At.ToTimestamp(),
                DueAt = e.DueAt.ToTimestamp(),
            },
            HandOverEvent.Accepted e => new HandOverAccepted
            {
                HandOverId = id,
                AccountId = account,
                LeadId = row.LeadId?.ToString() ?? "",
                Step = step,
                FromId = row.FromId.ToString(),
                ToId = row.ToId.ToString() ?? "",
                ToName = row.ToName ?? "",
                AcceptedAt = e.At.ToTimestamp(),
            },
            HandOverEvent.Returned e => new HandOverReturned
            {
                HandOverId = id,
                AccountId = account,
                Step = step,
                FromId = row.FromId.ToString(),
                ToId = row.ToId.ToString() ?? "",
                Cause = e.Cause switch { ReturnCause.Declined => "DECLINED", ReturnCause.NotAccepted => "NOT_ACCEPTED", _ => "WITHDRAWN" },
                ReturnedAt = e.At.ToTimestamp(),
            },
            _ => throw new UnreachableException(),
        };
    }
}
