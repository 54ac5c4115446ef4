using CoretimeDesk.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Journal;

/// <summary>Translates only: the journal's own RPCs, the same in every service.</summary>
public sealed partial class JournalGrpcService(
    JournalReader reader, JournalSearch search, DeadLetters letters, IEventInbox inbox, SealDesk seals, SealAudit audit, ISealKeys keys)
    : JournalService.JournalServiceBase
{
    private const int PartLengthMax = 100;

    /// <inheritdoc/>
    public override async Task Stream(StreamRequest request, IServerStreamWriter<JournalEntry> responseStream, ServerCallContext context)
    {
        if (!ReplayPosition.TryParse(request.AfterPosition, out var after))
        {
            throw new RefusedException(Refusal.InvalidField("after_position", "must be empty or a position that an earlier entry carried."));
        }

        await foreach (var entry in reader.StreamAsync(after, request.StopAtEnd, context.CancellationToken))
        {
            await responseStream.WriteAsync(ToMessage(entry), context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task<ReadAggregateResponse> ReadAggregate(ReadAggregateRequest request, ServerCallContext context)
    {
        var id = Id("aggregate_id", request.AggregateId);
        var limit = PageSize(request.PageSize, 100, 1000);
        if (request.AfterSequence < 0)
        {
            throw new RefusedException(Refusal.InvalidField("after_sequence", "must be 0 or more."));
        }

        var entries = await reader.AggregateAsync(id, request.AfterSequence, limit, context.CancellationToken);
        return new() { Entries = { entries.Select(ToMessage) } };
    }

    /// <inheritdoc/>
    public override async Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context)
    {
        var limit = PageSize(request.PageSize, 50, 500);
        if (!ReplayPosition.TryParse(request.BeforePosition, out var before))
        {
            throw new RefusedException(Refusal.InvalidField("before_position", "must be empty or a position that an earlier entry carried."));
        }

        var filter = new JournalFilter(
            request.ActorId.Length == 0 ? null : Id("actor_id", request.ActorId),
            Part("actor_name_contains", request.ActorNameContains),
            request.AggregateId.Length == 0 ? null : Id("aggregate_id", request.AggregateId),
            Part("type_contains", request.TypeContains),
            request.From?.ToDateTimeOffset(),
            request.Until?.ToDateTimeOffset());
        var found = await search.FindAsync(filter, request.BeforePosition.Length == 0 ? null : before, limit + 1, context.CancellationToken);
        return new() { Entries = { found.Take(limit).Select(ToMessage) }, HasMore = found.Count > limit };
    }

    /// <inheritdoc/>
    public override async Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        var limit = PageSize(request.PageSize, 50, 500);
        Guid? before = request.PageToken.Length == 0 ? null : Id("page_token", request.PageToken);
        var page = await letters.ListAsync(limit, before, request.IncludeResolved, context.CancellationToken);
        return new()
        {
            DeadLetters = { page.Select(ToMessage) },
            NextPageToken = page.Count == limit ? page[^1].Id.ToString() : "",
        };
    }

    /// <inheritdoc/>
    public override async Task<RetryDeadLetterResponse> RetryDeadLetter(RetryDeadLetterRequest request, ServerCallContext context)
    {
        var id = Id("dead_letter_id", request.DeadLetterId);
        var letter = await letters.FindAsync(id, context.CancellationToken) ?? throw new RefusedException(Refusal.NotFound("dead letter", id));
        if (await letters.RetryAsync(letter, inbox, context.CancellationToken) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        return new() { DeadLetter = ToMessage((await letters.FindAsync(id, context.CancellationToken))!) };
    }

    private static Guid Id(string field, string text) =>
        Guid.TryParse(text, out var id) ? id : throw new RefusedException(Refusal.InvalidField(field, "must be a UUID."));

    private static string Part(string field, string text) =>
        text.Length <= PartLengthMax && !text.Contains('\0', StringComparison.Ordinal) ? text : throw new RefusedException(Refusal.InvalidField(field, $"must be at most {PartLengthMax} characters, without control characters."));

    private static int PageSize(int asked, int usual, int max) => asked switch
    {
        0 => usual,
        > 0 when asked <= max => asked,
        _ => throw new RefusedException(Refusal.InvalidField("page_size", $"must be between 1 and {max}, or 0 for {usual}.")),
    };

    private static JournalEntry ToMessage(ReplayEntry entry)
    {
        var row = entry.Row;
        return new()
        {
            Position = entry.Position.ToString(),
            EventId = row.EventId.ToString(),
            Type = row.Type,
            AggregateType = row.AggregateType,
            AggregateId = row.AggregateId.ToString(),
            Version = row.Version,
            Sequence = row.Sequence,
            ActorId = row.ActorId.ToString(),
            ActorName = row.ActorName,
            OccurredAt = row.OccurredAt.ToTimestamp(),
            DataJson = row.Payload,
            RuleVersion = row.RuleVersion ?? "",
        };
    }

    private static DeadLetter ToMessage(DeadLetterRow row) => new()
    {
        DeadLetterId = row.Id.ToString(),
        Source = row.Source,
        EventId = row.EventId,
        Type = row.Type,
        Topic = row.Topic,
        Reason = row.Reason,
        Envelope = row.Envelope,
        ReceivedAt = row.ReceivedAt.ToTimestamp(),
        ResolvedAt = row.ResolvedAt?.ToTimestamp(),
    };
}
