using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using LinkStanding = CoretimeDesk.Quoting.Documents.LinkStanding;
using QuoteState = CoretimeDesk.Quoting.Quotes.QuoteState;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>What a customer does by a link. The link is checked here, on every call; what counts as a yes is the same as for everybody.</summary>
internal sealed class CustomerDesk(IDbContextFactory<QuotingDb> contexts, LinkDesk links, AcceptanceDesk acceptance, ILogger<CustomerDesk> log)
{
    // Shorter than a browser's patience: a quote is shown without call data rather than not at all.
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(4);

    private const string LookAgain = "What to sign cannot be made at this moment. Nothing is lost: look again in a minute.";

    /// <summary>Where it stands, and what can be done.</summary>
    public async Task<GetProgressResponse> ProgressAsync(string token, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (_, sent, standing) = await links.FollowAsync(db, token, stop);
        if (standing != LinkStanding.Open)
        {
            throw new RefusedException(DocumentDesk.LinkOver);
        }

        var (quote, state) = (sent.Quote, sent.Row.State);
        var response = new GetProgressResponse { State = (V1.QuoteState)state, QuoteSha256 = quote.Sha256, Recorded = quote.Terms.Price.Recorded };
        response.Steps.AddRange(await CustomerProgress.OfAsync(db, sent, stop));
        if ((await acceptance.TextAsync(quote.QuoteId, null, stop)).Response is { } text && text.QuoteSha256 == quote.Sha256)
        {
            if (state == QuoteState.Sent && text.Acceptance is null)
            {
                response.Accept = new() { Text = text.Text, TakesTypedName = text.TakesTypedName, Signers = { text.Signers.Select(s => CustomerProgress.Shortened(s, quote.Terms.Price.Chain)) } };
            }

            await AddCallAsync(response, quote.QuoteId, stop);
        }

        response.Awaiting = quote.Terms.Ask.CorePeriods > 0 && (state is QuoteState.Sent or QuoteState.Accepted || response.Buy is not null);
        return response;
    }

    /// <summary>Accepts by a signature.</summary>
    public async Task<SignQuoteResponse> SignAsync(Command command, string token, string digest, string signer, byte[] signature, CancellationToken stop)
    {
        var quoteId = await BehindAsync(token, digest, stop);
        var done = (await acceptance.BySignatureAsync(command, Acceptor.Customer, quoteId, digest, signer, signature, stop)).OrThrow().Acceptance;
        return new() { AcceptedAt = done.AcceptedAt };
    }

    /// <summary>Accepts by a typed name.</summary>
    public async Task<TypeNameResponse> TypeAsync(Command command, string token, string digest, AcceptanceEvidence.WithName typed, CancellationToken stop)
    {
        var quoteId = await BehindAsync(token, digest, stop);
        var done = (await acceptance.ByTypedNameAsync(command, Acceptor.Customer, quoteId, digest, typed, stop)).OrThrow().Acceptance;
        return new() { AcceptedAt = done.AcceptedAt };
    }

    /// <summary>The quote behind a link, when it is the one that was read. Whether it can still be accepted, the rules of acceptance say.</summary>
    private async Task<Guid> BehindAsync(string token, string digest, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (_, sent, _) = await links.FollowAsync(db, token, stop);
        return sent.Quote.Sha256 == digest
            ? sent.Quote.QuoteId
            : throw new RefusedException(Refusal.InvalidField("quote_sha256", "is not the digest of the quote behind this link. Load the page again, and read the quote that is there."));
    }

    private async Task AddCallAsync(GetProgressResponse response, Guid quoteId, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(CallPatience);
        try
        {
            var call = await acceptance.CallDataAsync(quoteId, null, patience.Token);
            (response.Buy, response.BuyUnavailable) = call.Refusal is { } refusal ? (null, InWords(refusal.Reason)) : (call.Response, "");
        }
        catch (RefusedException e)
        {
            response.BuyUnavailable = InWords(e.Refusal.Reason);
        }
        catch (Exception e) when (!stop.IsCancellationRequested && e is RpcException or OperationCanceledException or InvalidOperationException)
        {
            log.LogWarning(e, "The chain watcher could not be asked for call data.");
            response.BuyUnavailable = LookAgain;
        }
    }

    // What the desk says to its own people is not for customers. Empty: nothing is left to buy, which is no fault.
    private static string InWords(string reason) => reason switch
    {
        "QUOTE_BOUGHT" or "NOTHING_TO_BUY" => "",
        "PRICE_ABOVE_LIMIT" => "A core costs more at this moment than this quote's limit. A purchase would fail and cost a fee.",
        "SALE_OVER" => "The sale that this quote was priced in is over.",
        "SALE_INTERLUDE" => "Only renewals are possible at this moment.",
        "SOLD_OUT" => "Not enough cores are left in this sale.",
        "TOO_MANY_CORES" => "These are more cores than fit into one signature. Your contact splits the quote.",
        _ => LookAgain,
    };
}
