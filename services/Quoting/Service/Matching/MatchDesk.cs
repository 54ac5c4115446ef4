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
        NamedInAsync,
        (row, _, authority) => ReviewRules.Decide(row.ToVerdict(), row.ToDecision(), digest, reason, authority),
        (row, decided, offers, now) => Decided(row, decided, offers, reason, now),
        reason,
        match => new DecideReviewResponse { Match = match },
        stop);

    /// <summary>Says whose a payment is that resembles no quote.</summary>
    /// <param name="command">The command.</param>
    /// <param name="fact">The paid event.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="reason">Why.</param>
    /// <param name="stop">Ends it.</param>
    public Task<Outcome<GivePaymentResponse>> GiveAsync(Command command, Guid fact, Guid customer, string reason, CancellationToken stop) => ChangeAsync(
        command,
        fact,
        (db, row, ct) => NewestOfAsync(db, row, customer, ct),
        (row, offers, authority) => ReviewRules.Give(row.ToVerdict(), row.ToDecision(), offers.Keys.SingleOrDefault(), reason, authority),
        (row, decided, offers, now) => Decided(row, decided, offers, reason, now),
        reason,
        match => new GivePaymentResponse { Match = match },
        stop);

    /// <summary>Takes back a match, or a rejection.</summary>
    public Task<Outcome<ReverseMatchResponse>> ReverseAsync(Command command, Guid fact, string reason, CancellationToken stop) => ChangeAsync(
        command,
        fact,
        NamedInAsync,
        (row, _, authority) => ReviewRules.Reverse(row.ToVerdict(), row.ToDecision(), reason, authority),
        (row, _, offers, now) => new MatchReversed
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
        var offers = await NamedAsync(db, DigestsIn(rows.Take(page.Size)), stop);
        return ([.. rows.Take(page.Size).Select(r => r.ToMatch(offers))], page.NextToken(rows));
    }

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid fact, Func<QuotingDb, PaidFactRow, CancellationToken, Task<IReadOnlyDictionary<string, NamedOffer>>> about,
        Func<PaidFactRow, IReadOnlyDictionary<string, NamedOffer>, ReviewAuthority, Decision<FactDecision>> decide,
        Func<PaidFactRow, FactDecision, IReadOnlyDictionary<string, NamedOffer>, DateTimeOffset, IMessage> tell, string reason, Func<Match, TResponse> answer, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() => commands.RunAsync<TResponse>(command, async scope =>
        {
            // A fact's chain never changes, so it may be looked up before the lock that it names.
            if (await scope.Db.PaidFacts.AsNoTracking().Where(f => f.Id == fact).Select(f => f.Chain).SingleOrDefaultAsync(scope.Stop) is not { } chain)
            {
                return Refusal.NotFound("paid event", fact);
            }

            await scope.LockAsync(MatchBook.LockOf(chain));
            var row = await scope.Db.PaidFacts.SingleAsync(f => f.Id == fact, scope.Stop);
            var offers = await about(scope.Db, row, scope.Stop);
            var authority = new ReviewAuthority(
                scope.Actor, offers.Values.SelectMany(o => new[] { o.OwnerId, o.CustomerOwnerId ?? Guid.Empty }).Where(id => id != Guid.Empty).ToHashSet(), offers.Values.SelectMany(o => o.TeamIds).ToHashSet());
            var decision = decide(row, offers, authority);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            if (decision.Events is [var decided])
            {
                scope.Append(row, MatchBook.Aggregate, [tell(row, decided, offers, scope.Now)]);
                (row.Confirmed, row.Excluded) = (decided.Confirmed, [.. decided.Excluded.Order(StringComparer.Ordinal)]);
                (row.DecidedBy, row.Reason, row.DecidedAt) = (scope.Actor.Name, reason.Trim(), scope.Now);
                await scope.Db.SaveChangesAsync(scope.Stop);
                await book.JudgeAsync(scope, chain, [row.Id], []);
                await scope.Db.SaveChangesAsync(scope.Stop); // The answer tells what has become of the quote, too.
            }

            return answer(row.ToMatch(await NamedInAsync(scope.Db, row, scope.Stop)));
        }, stop);

    private static MatchDecided Decided(PaidFactRow row, FactDecision decided, IReadOnlyDictionary<string, NamedOffer> offers, string reason, DateTimeOffset now) => new()
    {
        FactId = $"{row.Id}",
        QuoteId = decided.Confirmed is { } digest ? $"{offers[digest].QuoteId}" : "",
        QuoteSha256 = decided.Confirmed ?? "",
        Reason = reason.Trim(),
        DecidedAt = now.ToTimestamp(),
    };

    /// <summary>
    /// The quote that a payment is put with when it is said to be a customer's: the newest that was sent before it for its sale, else the newest on its chain, and none that
    /// it was said to be none of. Orders are no payments that people are asked about one by one.
    /// </summary>
    private static async Task<IReadOnlyDictionary<string, NamedOffer>> NewestOfAsync(QuotingDb db, PaidFactRow row, Guid customer, CancellationToken stop)
    {
        var family = CustomerMap.Family(db, customer);
        var newest = row.Kind == PaidKind.Order ? null : await db.Offers.AsNoTracking()
            .Where(o => family.Contains(o.AccountId) && o.Chain == row.Chain && !row.Excluded.Contains(o.Digest))
            .OrderByDescending(o => o.Begins.Contains(row.Begin) && o.SentAt <= row.OccurredAt).ThenByDescending(o => o.SentAt).ThenBy(o => o.Digest)
            .Select(o => o.Digest).FirstOrDefaultAsync(stop);
        return await NamedAsync(db, newest is null ? [] : [newest], stop);
    }

    private static Task<IReadOnlyDictionary<string, NamedOffer>> NamedInAsync(QuotingDb db, PaidFactRow row, CancellationToken stop) => NamedAsync(db, DigestsIn([row]), stop);

    private static IEnumerable<string> DigestsIn(IEnumerable<PaidFactRow> facts) =>
        facts.SelectMany(f => f.ToCandidates().Select(c => c.Digest).Append(f.Digest ?? "")).Where(d => d.Length > 0).Distinct();

    /// <summary>Quotes by their digests, with what people call them.</summary>
    private static async Task<IReadOnlyDictionary<string, NamedOffer>> NamedAsync(QuotingDb db, IEnumerable<string> named, CancellationToken stop)
    {
        var digests = named.ToList();
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
