using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What a quote would earn those who sell it: live, asked anew for each answer, and in no text that is kept.</summary>
internal sealed class EstimateDesk(ICommissions commissions, TimeProvider time)
{
    private const string NotYet = "Commission not yet available: ";
    private const string NotYours = "NOT_YOUR_ESTIMATE";

    /// <summary>Of the newest revision; null when it is over, or when the viewer sees no amounts, or not what the owner earns.</summary>
    public async Task<CommissionEstimate?> OfAsync(V1.Quote quote, Actor viewer, string token, CancellationToken stop)
    {
        var newest = quote.Revisions[^1];
        var state = (QuoteState)newest.State;
        if (quote.TechnicalOnly || viewer.Is(Role.Service) || !(state.IsUnsent() || state.IsOut()))
        {
            return null;
        }

        return newest.Terms is { } terms
            ? await OfAsync(terms, Guid.Parse(quote.OwnerId), token, stop)
            : new() { Problem = $"{NotYet}it follows from the price, and the quote has none. Price it." };
    }

    /// <summary>Of terms.</summary>
    public async Task<CommissionEstimate?> OfAsync(V1.QuoteTerms message, Guid owner, string token, CancellationToken stop)
    {
        var terms = message.ToDomain();
        var payments = QuotePayment.Of(terms.Ask, terms.Price, time.GetUtcNow());
        if (payments.Count == 0)
        {
            return new() { Problem = "No commission: the customer pays nothing, and what a sponsor pays earns none." };
        }

        try
        {
            return new() { Estimate = await commissions.EstimateAsync(token, terms.Price.Token.Symbol, owner, terms.AccountId, payments, stop) };
        }
        catch (RefusedException e) when (e.Refusal.Reason == NotYours)
        {
            return null;
        }
        catch (RefusedException e)
        {
            return new() { Problem = $"{NotYet}{e.Refusal.Message}" };
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            return new() { Problem = $"{NotYet}{e.Status.Detail}" };
        }
    }
}
