using System.Globalization;
using System.Numerics;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;

namespace CoretimeDesk.Leads.DecisionMaps;

/// <summary>Questions about decision maps, and what follows from one.</summary>
public sealed class DecisionMapList(IDbContextFactory<LeadsDb> contexts)
{
    // With these somebody was talked to; a note or an opt-out is no conversation.
    private static readonly ActivityKind[] Conversations = [ActivityKind.Call, ActivityKind.Email, ActivityKind.Message, ActivityKind.Reply, ActivityKind.Meeting];

    /// <summary>A map with coalition, next conversation and flags.</summary>
    public async Task<Outcome<GetDecisionMapResponse>> GetAsync(Guid id, bool includeOpposed, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.DecisionMaps.AsNoTracking().Include(m => m.Account).Include(m => m.Members).ThenInclude(m => m.Contact).SingleOrDefaultAsync(m => m.Id == id, stop) is not { } row)
        {
            return Refusal.NotFound("decision map", id);
        }

        var talks = await LastTalksAsync(db, [.. row.Members.Select(m => m.ContactId).OfType<Guid>().Distinct()], stop);
        var members = row.Members.Select(m => (Row: m, Known: ToMember(m, talks, out var by), By: by)).OrderByDescending(m => m.Known.Weight).ThenBy(m => m.Known.Id).ToList();
        List<DecisionMember> known = [.. members.Select(m => m.Known)];
        var (track, coalition) = (row.ToTrack(), Coalitions.Smallest(known, row.ToTrack(), includeOpposed));
        return new GetDecisionMapResponse
        {
            Map = row.ToMessage(members.Select(m => m.Row.ToMessage(m.Known, m.By))),
            Coalition = new()
            {
                MemberIds = { coalition.Members.Select(m => m.Id.ToString()) },
                Weight = Plain(coalition.Weight),
                Needed = Plain(coalition.Needed),
                Missing = Plain(coalition.Missing),
            },
            Next = ToMessage(Coalitions.CheapestNext(known, track, includeOpposed), row.Unit),
            InfluentialNotContacted = { Coalitions.InfluentialNotContacted(known).Select(m => m.Id.ToString()) },
            Flags =
            {
                Coalitions.Lacking(row.Account!.SizeTier, known.SelectMany(m => m.Roles))
                    .Select(r => $"No {r.ToString().ToLowerInvariant()} is named, and {row.Account.Number} {row.Account.Name} is tier {row.Account.SizeTier}."),
            },
        };
    }

    /// <summary>A page of an account's maps, newest first, without members.</summary>
    public async Task<Outcome<ListDecisionMapsResponse>> ListAsync(Page page, Guid accountId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var found = db.DecisionMaps.AsNoTracking().Include(m => m.Account).Where(m => m.AccountId == live);
        if (page.Before is { } before)
        {
            found = found.Where(m => m.Id < before);
        }

        var rows = await found.OrderByDescending(m => m.Id).Take(page.Size + 1).ToListAsync(stop);
        return new ListDecisionMapsResponse { Maps = { rows.Take(page.Size).Select(r => r.ToMessage([])) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    /// <summary>Accounts above tier M with an open lead whose maps name no champion or no executor.</summary>
    public async Task<ListDecisionFlagsResponse> FlagsAsync(Page page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        const short champion = (short)DecisionRole.Champion, executor = (short)DecisionRole.Executor;
        var found = db.Accounts.AsNoTracking()
            .Where(a => a.MergedIntoId == null && (a.SizeTier == SizeTier.L || a.SizeTier == SizeTier.XL) && db.Leads.Any(l => l.AccountId == a.Id && l.ClosedAt == null))
            .Select(a => new
            {
                a.Id,
                a.Number,
                a.Name,
                NoChampion = !db.DecisionMaps.Any(m => m.AccountId == a.Id && m.Members.Any(x => x.Roles.Contains(champion))),
                NoExecutor = !db.DecisionMaps.Any(m => m.AccountId == a.Id && m.Members.Any(x => x.Roles.Contains(executor))),
            })
            .Where(a => a.NoChampion || a.NoExecutor);
        if (page.Before is { } before)
        {
            found = found.Where(a => a.Id < before);
        }

        var rows = await found.OrderByDescending(a => a.Id).Take(page.Size + 1).ToListAsync(stop);
        return new()
        {
            Flags = { rows.Take(page.Size).Select(a => new DecisionFlag { AccountId = a.Id.ToString(), AccountNumber = a.Number, AccountName = a.Name, NoChampion = a.NoChampion, NoExecutor = a.NoExecutor }) },
            NextPageToken = page.NextToken(rows, a => a.Id),
        };
    }

    private static async Task<Dictionary<Guid, (DateOnly On, string By)>> LastTalksAsync(LeadsDb db, Guid[] contacts, CancellationToken stop)
    {
        var talks = await db.Activities.AsNoTracking()
            .Where(a => a.ContactId != null && contacts.Contains(a.ContactId.Value) && Conversations.Contains(a.Kind) && a.DuplicateOfId == null && !a.Corrections.Any(c => c.Withdrawn))
            .GroupBy(a => a.ContactId!.Value)
            .Select(g => g.OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.RecordedOrder).Select(a => new { a.ContactId, a.OccurredAt, a.ActorName }).First())
            .ToListAsync(stop);
        return talks.ToDictionary(t => t.ContactId!.Value, t => (DateOnly.FromDateTime(t.OccurredAt.UtcDateTime), t.ActorName));
    }

    private static DecisionMember ToMember(DecisionMemberRow row, Dictionary<Guid, (DateOnly On, string By)> talks, out string by)
    {
        var on = row.ContactedOn;
        by = row.ContactedBy;
        if (row.ContactId is { } contact && talks.TryGetValue(contact, out var talk) && (on is null || talk.On >= on))
        {
            (on, by) = talk;
        }

        var name = row.Contact is { Name.Length: > 0 } person ? person.Name : row.Label.Length > 0 ? row.Label : row.Address.Length > 0 ? row.Address : "a person who was forgotten";
        return new(row.Id, name, row.Weight ?? BigInteger.Zero, row.SoftPower, [.. row.Roles.Select(r => (DecisionRole)r)], row.Stance, on);
    }

    private static V1.Conversation? ToMessage(Conversation? next, PowerUnit unit)
    {
        if (next is null)
        {
            return null;
        }

        var (member, share) = (next.Member, $"{next.GainBasisPoints / 100}.{next.GainBasisPoints % 100:D2} %");
        return new()
        {
            MemberId = member.Id.ToString(),
            Name = member.Name,
            Gain = Plain(next.Gain),
            GainBasisPoints = next.GainBasisPoints,
            Because = $"{member.Name} holds {Plain(member.Weight)} {unit.ToString().ToLowerInvariant()} and {(member.ContactedOn is { } on ? $"was talked to on {on:d MMMM yyyy}" : "nobody has talked to them yet")}. "
                + $"Winning them brings {share} of what is missing; it takes {next.ConversationsLeft} {(next.ConversationsLeft == 1 ? "conversation" : "conversations")} at least.",
        };
    }

    private static string Plain(BigInteger amount) => amount.ToString(CultureInfo.InvariantCulture);
}
