using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>What people do about paid events. They decide which quote one belongs to; that it happened, and what was paid, stands on the chain.</summary>
internal sealed class MatchDesk(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts, MatchBook book)
{
    /// <summary>Decides what is in review.</summary>
    /// <param name="command">The command.</param>
    /// <param name="fact">The paid event.</param>
    /// <param name="digest">The quote that it belongs to; null for none.</param>
    /// <param name="reason">Why.</param>
    /// <param name="stop">Ends it.</param>
    public Task<Outcome<DecideReviewResponse>> DecideAsync(Command command, Guid fact, string? digest, string reason, CancellationToken stop) => ChangeAsync(
        command,
        fact,
        (row, authority) => ReviewRules.Decide(row.ToVerdict(), row.ToDecision(), digest, reason, authority),
        (row, offers, now) => new MatchDecided
        {
            FactId = $"{row.Id}",
            QuoteId = digest is null ? "" : $"{offers[digest].QuoteId}",
            QuoteSha256 = digest ?? "",
            Reason = reason.Trim(),
            DecidedAt = now.ToTimestamp(),
        },
        reason,
        match => new DecideReviewResponse { Match = match },
        stop);

    /// <summary>Takes back a match, or a rejection.</summary>
    public Task<Outcome<ReverseMatchResponse>> ReverseAsync(Command command, Guid fact, string reason, CancellationToken stop) => ChangeAsync(
        command,
        fact,
        (row, authority) => ReviewRules.Reverse(row.ToVerdict(), row.ToDecision(), reason, authority),
        (row, offers, now) => new MatchReversed
        {
            FactId = $"{row.Id}",
            QuoteId = row.Digest is { } digest && offers.TryGetValue(digest, out var offer) ? $"{offer.QuoteId}" : "",
            QuoteSha256 = row.Digest ?? "",
            Reason = reason.Trim(),
            ReversedAt = now.ToTimestamp(),
        },
        reason,
        match => new ReverseMatchResponse { Match = match },
        stop);

    /// <summary>Pages through paid events in some states.</summary>
    /// <param name="states">Which.</param>
    /// <param name="quote">Of this quote; null for all.</param>
    /// <param name="isMine">Only those that belong to quotes which this person may see; null for all.</param>
    /// <param name="oldestFirst">In which order.</param>
    /// <param name="page">The page.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<(IReadOnlyList<Match> Matches, string NextPageToken)> ListAsync(
        MatchState[] states, Guid? quote, Actor? isMine, bool oldestFirst, FactPage page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var facts = db.PaidFacts.AsNoTracking().Where(f => states.Contains(f.State));
        if (states.Contains(MatchState.Unmatched))
        {
            facts = facts.Where(f => f.Kind != PaidKind.Order); // Orders come by the thousand, and Leads counts them by day: here they would hide everything else.
        }

        if (quote is { } id)
        {
            facts = facts.Where(f => db.Offers.Any(o => o.QuoteId == id && o.Digest == f.Digest));
        }

        if (isMine is { } actor)
        {
            var teams = actor.Teams.ToArray();
            facts = facts.Where(f => db.Offers.Any(o => o.Digest == f.Digest && db.Quotes.Any(q => q.Id == o.QuoteId && (q.OwnerId == actor.Id || q.TeamIds.Any(t => teams.Contains(t))))));
        }

        if (page.After is { } after)
        {
            facts = oldestFirst
                ? facts.Where(f => f.OccurredAt > after || (f.OccurredAt == after && f.Id > page.Id))
                : facts.Where(f => f.OccurredAt < after || (f.OccurredAt == after && f.Id < page.Id));
        }

        facts = oldestFirst ? facts.OrderBy(f => f.OccurredAt).ThenBy(f => f.Id) : facts.OrderByDescending(f => f.OccurredAt).ThenByDescending(f => f.Id);
        var rows = await facts.Take(page.Size + 1).ToListAsync(stop);
        var offers = await NamedAsync(db, rows.Take(page.Size), stop);
        return ([.. rows.Take(page.Size).Select(r => r.ToMatch(offers))], page.NextToken(rows));
    }

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid fact, Func<PaidFactRow, ReviewAuthority, Decision<FactDecision>> decide, Func<PaidFactRow, IReadOnlyDictionary<string, NamedOffer>, DateTimeOffset, IMessage> tell,
        string reason, Func<Match, TResponse> answer, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() => commands.RunAsync<TResponse>(command, async scope =>
        {
            // A fact's chain never changes, so it may be looked up before the lock that it names.
            if (await scope.Db.PaidFacts.AsNoTracking().Where(f => f.Id == fact).Select(f => f.Chain).SingleOrDefaultAsync(scope.Stop) is not { } chain)
            {
                return Refusal.NotFound("paid event", fact);
            }

            await scope.LockAsync(MatchBook.LockOf(chain));
            var row = await scope.Db.PaidFacts.SingleAsync(f => f.Id == fact, scope.Stop);
            var offers = await NamedAsync(scope.Db, [row], scope.Stop);
            var authority = new ReviewAuthority(
                scope.Actor, offers.Values.SelectMany(o => new[] { o.OwnerId, o.CustomerOwnerId ?? Guid.Empty }).Where(id => id != Guid.Empty).ToHashSet(), offers.Values.SelectMany(o => o.TeamIds).ToHashSet());
            var decision = decide(row, authority);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            if (decision.Events is [var decided])
            {
                scope.Append(row, MatchBook.Aggregate, [tell(row, offers, scope.Now)]);
                (row.Confirmed, row.Excluded) = (decided.Confirmed, [.. decided.Excluded.Order(StringComparer.Ordinal)]);
                (row.DecidedBy, row.Reason, row.DecidedAt) = (scope.Actor.Name, reason.Trim(), scope.Now);
                await scope.Db.SaveChangesAsync(scope.Stop);
                await book.JudgeAsync(scope, chain, [row.Id], []);
                await scope.Db.SaveChangesAsync(scope.Stop); // The answer tells what has become of the quote, too.
            }

            return answer(row.ToMatch(await NamedAsync(scope.Db, [row], scope.Stop)));
        }, stop);

    /// <summary>The quotes that some facts name, with what people call them.</summary>
    private static async Task<IReadOnlyDictionary<string, NamedOffer>> NamedAsync(QuotingDb db, IEnumerable<PaidFactRow> facts, CancellationToken stop)
    {
        var digests = facts.SelectMany(f => f.ToCandidates().Select(c => c.Digest).Append(f.Digest ?? "")).Where(d => d.Length > 0).Distinct().ToList();
        var found = await db.Offers.AsNoTracking().Where(o => digests.Contains(o.Digest)).Join(db.Quotes.AsNoTracking(), o => o.QuoteId, q => q.Id, (o, q) => new
        {
            o.Digest, o.QuoteId, o.Revision, o.WonBy, q.Number, q.Customer, q.OwnerId, q.CustomerOwnerId, q.TeamIds,
        }).ToListAsync(stop);
        return found.ToDictionary(o => o.Digest, o =>
        {
            var customer = V1.QuoteCustomer.Parser.ParseFrom(o.Customer);
            return new NamedOffer(o.QuoteId, o.Revision, o.Number, $"{customer.AccountNumber} {customer.AccountName}", o.OwnerId, o.CustomerOwnerId, o.TeamIds, o.WonBy);
        });
    }
}
