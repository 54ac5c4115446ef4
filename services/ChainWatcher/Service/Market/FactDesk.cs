using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Grpc;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Market;

/// <summary>Questions about facts.</summary>
internal sealed class FactDesk(IDbContextFactory<WatcherDb> contexts)
{
    // What no event told comes after all that events told: it is what the block came to.
    private const int AfterEvents = int.MaxValue;

    private static readonly Dictionary<string, MessageDescriptor> Messages = EventsReflection.Descriptor.MessageTypes.ToDictionary(m => m.Name);

    public async Task<ListFactsResponse> ListAsync(ListFactsRequest request, string? account, FactPage page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var facts = db.Facts.AsNoTracking();
        if (request.Chain.Length > 0)
        {
            var chain = await db.Chains.Where(c => c.Name == request.Chain).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(stop);
            facts = facts.Where(f => f.ChainId == chain);
        }

        if (request.Types_.Count > 0)
        {
            var types = request.Types_.ToArray();
            facts = facts.Where(f => types.Contains(f.Type));
        }

        if (request.FromBlock > 0)
        {
            facts = facts.Where(f => f.BlockNumber >= request.FromBlock);
        }

        if (request.ToBlock > 0)
        {
            facts = facts.Where(f => f.BlockNumber <= request.ToBlock);
        }

        if (account is not null)
        {
            facts = facts.Where(f => f.Accounts.Contains(account));
        }

        if (request.Task > 0)
        {
            facts = facts.Where(f => f.Tasks.Contains(request.Task));
        }

        if (page.ChainId is { } before)
        {
            facts = facts.Where(f => f.BlockNumber < page.Block || (f.BlockNumber == page.Block && ((f.EventIndex < 0 ? AfterEvents : f.EventIndex) < page.Event
                || ((f.EventIndex < 0 ? AfterEvents : f.EventIndex) == page.Event && (f.ChainId < before || (f.ChainId == before && f.Id < page.Id))))));
        }

        var rows = await facts.OrderByDescending(f => f.BlockNumber).ThenByDescending(f => f.EventIndex < 0 ? AfterEvents : f.EventIndex)
            .ThenByDescending(f => f.ChainId).ThenByDescending(f => f.Id).Take(page.Size + 1).ToListAsync(stop);
        var more = rows.Count > page.Size ? rows[page.Size - 1] : null;
        return new()
        {
            Facts = { rows.Take(page.Size).Select(Message) },
            NextPageToken = more is null ? "" : $"{more.BlockNumber}.{(more.EventIndex < 0 ? AfterEvents : more.EventIndex)}.{more.ChainId}.{more.Id}",
        };
    }

    public async Task<Outcome<GetFactResponse>> GetAsync(Guid id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.Facts.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, stop) is not { } fact)
        {
            return Refusal.NotFound("fact", id);
        }

        var beside = fact.ExtrinsicIndex < 0 ? [] : await db.Facts.AsNoTracking()
            .Where(f => f.ChainId == fact.ChainId && f.BlockNumber == fact.BlockNumber && f.ExtrinsicIndex == fact.ExtrinsicIndex && f.Id != id)
            .OrderBy(f => f.EventIndex).ToListAsync(stop);
        return new GetFactResponse { Fact = Message(fact), Beside = { beside.Select(Message) } };
    }

    private static Fact Message(FactRow row)
    {
        var message = JsonParser.Default.Parse(row.Json, Messages[row.Type]);
        return new()
        {
            Origin = (V1.FactOrigin)message.Descriptor.FindFieldByName("origin").Accessor.GetValue(message),
            Type = row.Type,
            Json = JsonFormatter.Default.Format(message),
            RecordedAt = Timestamp.FromDateTimeOffset(row.RecordedAt),
        };
    }
}
