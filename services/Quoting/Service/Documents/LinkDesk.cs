using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>Makes, revokes and opens customers' links.</summary>
internal sealed class LinkDesk(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts, DocumentSettings settings, TimeProvider time)
{
    private const string Aggregate = "quote_link";

    // One answer for all: it tells nobody that a link was ever good.
    private static readonly Refusal NoSuchLink = new(RefusalKind.NotFound, "NO_SUCH_LINK", "There is no such link. Ask whoever sent it to you for another one.");

    /// <summary>Makes a link to what is with the customer.</summary>
    public async Task<CreateLinkResponse> CreateAsync(Command command, Guid? quoteId, string number, CancellationToken stop)
    {
        var token = "";
        var outcome = await commands.RunAsync<CreateLinkResponse>(command, async scope =>
        {
            if (await SentQuotes.FindAsync(scope.Db, quoteId, number, scope.Actor, scope.Stop) is not { } quote)
            {
                return SentQuotes.Missing(quoteId, number);
            }

            if (!QuoteAccess.MayWork(quote, scope.Actor))
            {
                return new Refusal(RefusalKind.Forbidden, "NOT_YOUR_QUOTE", $"{quote.Number} belongs to {quote.OwnerName}: a link is made by them, by the lead of their team, or by the head of sales.");
            }

            if (await SentQuotes.RevisionAsync(scope.Db, quote.Id, 0, scope.Stop) is not { } sent)
            {
                return SentQuotes.NotSent(quote);
            }

            if (LinkRules.StandingOf(sent.Row.State, sent.Quote.ValidUntil, scope.Now) is var standing and not LinkStanding.Open)
            {
                return new Refusal(RefusalKind.Precondition, "NOT_SENT", $"{quote.Number} revision {sent.Row.Number} is {standing.ToString().ToLowerInvariant()}: there is nothing to show.");
            }

            token = LinkToken.Create();
            var link = new LinkRow
            {
                Id = Guid.CreateVersion7(scope.Now),
                QuoteId = quote.Id,
                Revision = sent.Row.Number,
                AccountId = quote.AccountId,
                TokenSha256 = LinkToken.DigestOf(token),
                MadeById = scope.Actor.Id,
                MadeBy = scope.Actor.Name,
                MadeAt = scope.Now,
                ExpiresAt = sent.Quote.ValidUntil,
            };
            scope.Db.Links.Add(link);
            scope.Append(link, Aggregate, [new QuoteLinkMade
            {
                LinkId = link.Id.ToString(),
                QuoteId = link.QuoteId.ToString(),
                Revision = (uint)link.Revision,
                AccountId = link.AccountId.ToString(),
                MadeAt = link.MadeAt.ToTimestamp(),
            }]);
            return new CreateLinkResponse { Link = ToMessage(link) };
        }, stop);

        var response = outcome.OrThrow();
        if (outcome.IsRepeat)
        {
            throw new RefusedException(new(
                RefusalKind.AlreadyExists, "LINK_ALREADY_MADE", "This request was carried out before, and the link was shown then. If it was lost, revoke it and make another.")
            {
                Facts = new Dictionary<string, string> { ["link_id"] = response.Link.LinkId },
            });
        }

        response.Url = settings.LinkOf(token);
        return response;
    }

    /// <summary>Ends a link.</summary>
    public Task<Outcome<RevokeLinkResponse>> RevokeAsync(Command command, Guid linkId, CancellationToken stop) => commands.RunAsync<RevokeLinkResponse>(command, async scope =>
    {
        if (await scope.Db.Links.SingleOrDefaultAsync(l => l.Id == linkId, scope.Stop) is not { } link
            || await SentQuotes.FindAsync(scope.Db, link.QuoteId, "", scope.Actor, scope.Stop) is not { } quote)
        {
            return Refusal.NotFound("link", linkId);
        }

        if (!QuoteAccess.MayWork(quote, scope.Actor))
        {
            return new Refusal(RefusalKind.Forbidden, "NOT_YOUR_QUOTE", $"{quote.Number} belongs to {quote.OwnerName}: a link is revoked by them, by the lead of their team, or by the head of sales.");
        }

        if (link.RevokedAt is null)
        {
            link.RevokedAt = scope.Now;
            scope.Append(link, Aggregate, [new QuoteLinkRevoked
            {
                LinkId = link.Id.ToString(),
                QuoteId = link.QuoteId.ToString(),
                AccountId = link.AccountId.ToString(),
                RevokedAt = scope.Now.ToTimestamp(),
            }]);
        }

        return new RevokeLinkResponse { Link = ToMessage(link) };
    }, stop);

    /// <summary>A quote's links, newest first.</summary>
    public async Task<ListLinksResponse> ListAsync(Actor caller, Guid? quoteId, string number, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var quote = await SentQuotes.FindAsync(db, quoteId, number, caller, stop) ?? throw new RefusedException(SentQuotes.Missing(quoteId, number));
        var links = await db.Links.AsNoTracking().Where(l => l.QuoteId == quote.Id).OrderByDescending(l => l.Id).ToListAsync(stop);
        return new() { Links = { links.Select(ToMessage) } };
    }

    /// <summary>What a token leads to.</summary>
    /// <exception cref="RefusedException">Nothing: NO_SUCH_LINK.</exception>
    public async Task<(LinkRow Link, SentRevision Sent, LinkStanding Standing)> FollowAsync(QuotingDb db, string token, CancellationToken stop)
    {
        var digest = LinkToken.DigestOf(token);
        var link = await db.Links.AsNoTracking().SingleOrDefaultAsync(l => l.TokenSha256 == digest && l.RevokedAt == null, stop) ?? throw new RefusedException(NoSuchLink);
        var sent = await SentQuotes.RevisionAsync(db, link.QuoteId, link.Revision, stop) ?? throw new RefusedException(NoSuchLink);
        return (link, sent, LinkRules.StandingOf(sent.Row.State, sent.Quote.ValidUntil, time.GetUtcNow()));
    }

    /// <summary>Remembers that a link was opened, once a day.</summary>
    public async Task NoteOpenedAsync(LinkRow seen, CancellationToken stop)
    {
        if (!IsNewDay(seen, time.GetUtcNow()))
        {
            return;
        }

        try
        {
            await commands.RecordAsync(Actor.Desk, async scope =>
            {
                var link = await scope.Db.Links.SingleAsync(l => l.Id == seen.Id, scope.Stop);
                if (IsNewDay(link, scope.Now))
                {
                    link.OpenedAt = scope.Now;
                    scope.Append(link, Aggregate, [new QuoteOpened
                    {
                        LinkId = link.Id.ToString(),
                        QuoteId = link.QuoteId.ToString(),
                        Revision = (uint)link.Revision,
                        AccountId = link.AccountId.ToString(),
                        OpenedAt = scope.Now.ToTimestamp(),
                    }]);
                }

                return true;
            }, stop);
        }
        catch (RefusedException)
        {
            // Many open it at this moment, and one of them was noted: that is all that is wanted.
        }
    }

    private static bool IsNewDay(LinkRow link, DateTimeOffset now) => link.OpenedAt is not { } opened || opened.UtcDateTime.Date < now.UtcDateTime.Date;

    private static QuoteLink ToMessage(LinkRow link) => new()
    {
        LinkId = link.Id.ToString(),
        QuoteId = link.QuoteId.ToString(),
        Revision = (uint)link.Revision,
        MadeById = link.MadeById.ToString(),
        MadeBy = link.MadeBy,
        MadeAt = link.MadeAt.ToTimestamp(),
        ExpiresAt = link.ExpiresAt.ToTimestamp(),
        RevokedAt = link.RevokedAt?.ToTimestamp(),
        OpenedAt = link.OpenedAt?.ToTimestamp(),
    };
}
