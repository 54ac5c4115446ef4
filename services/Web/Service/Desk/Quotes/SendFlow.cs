using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Calls;
using Google.Protobuf;

namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>
/// What one button does in the quoting service's own steps: edit, price, submit, send. Each step is asked for by an id that stays the same until it was answered, so that a
/// press after a lost answer repeats nothing.
/// </summary>
public sealed class SendFlow(IDeskCalls calls, Peers peers)
{
    private readonly Dictionary<string, string> _open = [];

    /// <summary>Keeps what was typed.</summary>
    public async Task<Quote> SaveAsync(Quote quote, QuoteAsk ask)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return quote.Revisions[^1].Ask.Equals(ask)
            ? quote
            : (await StepAsync(new EditQuoteRequest { QuoteId = quote.QuoteId, Ask = ask, ExpectedVersion = quote.Version }, (r, id) => r.RequestId = id, peers.Quotes.EditQuoteAsync)).Quote;
    }

    /// <summary>Saves, takes today's price, and has the rules judge it: approved at once, or those who must approve are asked.</summary>
    public async Task<Quote> SubmitAsync(Quote quote, QuoteAsk ask)
    {
        var saved = await SaveAsync(quote, ask);
        if (saved.Revisions[^1].State is QuoteState.Submitted or QuoteState.Approved && ReferenceEquals(saved, quote))
        {
            return saved; // The same terms again: no approval is lost for nothing.
        }

        var priced = (await StepAsync(new PriceQuoteRequest { QuoteId = quote.QuoteId }, (r, id) => r.RequestId = id, peers.Quotes.PriceQuoteAsync, saved.Version)).Quote;
        return (await StepAsync(new SubmitQuoteRequest { QuoteId = quote.QuoteId, TermsSha256 = priced.Revisions[^1].TermsSha256 }, (r, id) => r.RequestId = id, peers.Quotes.SubmitQuoteAsync, priced.Version)).Quote;
    }

    /// <summary>Takes today's price for a revision whose approval or price has lapsed, and has it judged again.</summary>
    public async Task<Quote> PriceAgainAsync(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var priced = (await StepAsync(new PriceQuoteRequest { QuoteId = quote.QuoteId }, (r, id) => r.RequestId = id, peers.Quotes.PriceQuoteAsync, quote.Version)).Quote;
        return (await StepAsync(new SubmitQuoteRequest { QuoteId = quote.QuoteId, TermsSha256 = priced.Revisions[^1].TermsSha256 }, (r, id) => r.RequestId = id, peers.Quotes.SubmitQuoteAsync, priced.Version)).Quote;
    }

    /// <summary>Freezes an approved revision and gives it to the customer.</summary>
    public async Task<Quote> SendAsync(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return (await StepAsync(new SendQuoteRequest { QuoteId = quote.QuoteId }, (r, id) => r.RequestId = id, peers.Quotes.SendQuoteAsync, quote.Version)).Quote;
    }

    public async Task<Quote> ReviseAsync(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return (await StepAsync(new ReviseQuoteRequest { QuoteId = quote.QuoteId }, (r, id) => r.RequestId = id, peers.Quotes.ReviseQuoteAsync, quote.Version)).Quote;
    }

    public async Task<Quote> WithdrawAsync(Quote quote, string reason)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return (await StepAsync(new WithdrawQuoteRequest { QuoteId = quote.QuoteId, Reason = reason }, (r, id) => r.RequestId = id, peers.Quotes.WithdrawQuoteAsync, quote.Version)).Quote;
    }

    private async Task<TResponse> StepAsync<TRequest, TResponse>(TRequest request, Action<TRequest, string> identify, Func<TRequest, Grpc.Core.CallOptions, Grpc.Core.AsyncUnaryCall<TResponse>> rpc, long version = 0)
        where TRequest : IMessage
        where TResponse : IMessage
    {
        var key = $"{request.Descriptor.FullName} {version} {Convert.ToBase64String(request.ToByteArray())}";
        if (!_open.TryGetValue(key, out var id))
        {
            _open[key] = id = calls.NewRequestId();
        }

        identify(request, id);
        try
        {
            var answer = await calls.SendAsync(rpc, request);
            _open.Remove(key);
            return answer;
        }
        catch (CallException e) when (e.Trouble.Kind is TroubleKind.Refused or TroubleKind.NotAllowed)
        {
            _open.Remove(key); // It was answered: with no.
            throw;
        }
    }
}
