using System.Text;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>Which quote somebody asks for: by a link, or by name as somebody who is signed in.</summary>
/// <param name="Token">A link's token; empty for none.</param>
/// <param name="QuoteId">The quote; null where the number says it.</param>
/// <param name="Number">Its number; empty where the id says it.</param>
/// <param name="Revision">0 for the newest that was sent.</param>
/// <param name="Caller">Who is signed in; null for nobody.</param>
internal sealed record DocumentRequest(string Token, Guid? QuoteId, string Number, int Revision, Actor? Caller);

/// <summary>Shows and prints quotes that were sent.</summary>
internal sealed class DocumentDesk(IDbContextFactory<QuotingDb> contexts, LinkDesk links, PriceNowDesk prices, FileDesk files)
{
    private const string Html = "text/html; charset=utf-8";
    private const string Pdf = "application/pdf";

    internal static readonly Refusal LinkOver = new(RefusalKind.Precondition, "QUOTE_OVER", "The quote behind this link no longer counts. Ask whoever sent it to you.");

    /// <summary>The customer's view.</summary>
    public async Task<OpenQuoteResponse> OpenAsync(string token, Actor? caller, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (link, sent, standing) = await links.FollowAsync(db, token, stop);
        var response = new OpenQuoteResponse
        {
            Standing = (V1.LinkStanding)standing,
            Number = sent.Quote.Number,
            Revision = (uint)sent.Quote.Revision,
            OwnerName = sent.Quote.Owner.Name,
            ValidUntil = sent.Quote.ValidUntil.ToTimestamp(),
            Style = QuoteHtml.Style,
        };
        if (standing != LinkStanding.Open)
        {
            return response;
        }

        if (caller is null)
        {
            // A colleague who tries the link is no customer who looked.
            await links.NoteOpenedAsync(link, stop);
        }

        response.State = (V1.QuoteState)sent.Row.State;
        response.QuoteSha256 = sent.Quote.Sha256;
        response.ArticleHtml = QuoteHtml.Article(sent.Quote);
        response.PriceNow = await prices.OfAsync(sent.Quote, stop);
        return response;
    }

    /// <summary>A document.</summary>
    public async Task<RenderQuoteResponse> RenderAsync(DocumentRequest request, QuoteFormat format, CancellationToken stop)
    {
        var quote = (await FindAsync(request, stop)).Quote;
        var isPdf = format == QuoteFormat.Pdf;
        return new()
        {
            Content = ByteString.CopyFrom(isPdf ? QuotePdf.Write(quote) : Encoding.UTF8.GetBytes(QuoteHtml.Page(quote))),
            ContentType = isPdf ? Pdf : Html,
            FileName = $"{quote.Number}.r{quote.Revision}.{(isPdf ? "pdf" : "html")}",
            QuoteSha256 = quote.Sha256,
        };
    }

    /// <summary>The quote file.</summary>
    public async Task<ExportQuoteResponse> ExportAsync(DocumentRequest request, CancellationToken stop)
    {
        var file = await files.OfAsync(await FindAsync(request, stop), stop);
        return new() { Content = ByteString.CopyFromUtf8(file.ToText()), FileName = file.FileName };
    }

    /// <summary>The internal text: for the owner, and for those who look after the money or the desk.</summary>
    public async Task<ExportInternalResponse> ExportInternalAsync(Guid? quoteId, string number, int revision, Actor caller, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var quote = await db.Quotes.AsNoTracking().SingleOrDefaultAsync(q => quoteId != null ? q.Id == quoteId : q.Number == number, stop);
        var isAuditor = caller.Is(Role.Leadership, Role.BudgetHolder, Role.Administrator);
        if (quote is null || (!isAuditor && QuoteAccess.SightOf(quote, caller, []) != Sight.Whole))
        {
            throw new RefusedException(SentQuotes.Missing(quoteId, number));
        }

        if (!isAuditor && quote.OwnerId != caller.Id)
        {
            throw new RefusedException(new(RefusalKind.Forbidden, "NOT_YOUR_QUOTE", $"{quote.Number} is {quote.OwnerName}'s: what is earned by it is for them, the budget holder, leadership and the administrator."));
        }

        var sent = await SentQuotes.RevisionAsync(db, quote.Id, revision, stop) ?? throw new RefusedException(SentQuotes.NotSent(quote));
        var text = SentQuotes.InternalOf(sent);
        return new() { Content = ByteString.CopyFromUtf8(text.Canonical()), FileName = $"{quote.Number}.r{sent.Row.Number}.internal.json", Sha256 = text.Sha256() };
    }

    private async Task<SentRevision> FindAsync(DocumentRequest request, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (request.Token.Length > 0)
        {
            var (_, sent, standing) = await links.FollowAsync(db, request.Token, stop);
            return standing == LinkStanding.Open ? sent : throw new RefusedException(LinkOver);
        }

        var quote = await SentQuotes.FindAsync(db, request.QuoteId, request.Number, request.Caller!, stop)
            ?? throw new RefusedException(SentQuotes.Missing(request.QuoteId, request.Number));
        return await SentQuotes.RevisionAsync(db, quote.Id, request.Revision, stop) ?? throw new RefusedException(SentQuotes.NotSent(quote));
    }
}
