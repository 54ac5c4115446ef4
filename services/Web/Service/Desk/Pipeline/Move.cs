using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Web.Desk.Pipeline;

/// <summary>
/// What dropping a card on a column asks of a service. The service decides whether it is done; where no command leads to a column, the words say what does.
/// </summary>
public abstract record Move
{
    /// <summary>The caller becomes the lead's owner.</summary>
    public sealed record Claim : Move;

    /// <summary>The lead waits for another owner; it wants a reason.</summary>
    public sealed record GiveBack : Move;

    /// <summary>The approved quote goes to the customer.</summary>
    public sealed record Send(string QuoteId) : Move;

    /// <summary>No command does that.</summary>
    public sealed record None(string Why) : Move;

    public static Move Of(Deal deal, Stage target)
    {
        ArgumentNullException.ThrowIfNull(deal);
        return (deal.Stage, target) switch
        {
            var (from, to) when from == to => new None(""),
            (_, Stage.Won) => new None("Nobody wins a deal by hand: a finalised purchase does."),
            (Stage.Won, _) => new None("What the chain has finalised stays so."),
            (_, Stage.Accepted) => new None("The customer accepts, by the quote's link."),
            (Stage.Lead, Stage.Claimed) => new Claim(),
            (Stage.Claimed, Stage.Lead) => new GiveBack(),
            (Stage.Quoting, Stage.Sent) when deal.Quote is { } quote => quote.Revisions[^1].State == QuoteState.Approved
                ? new Send(quote.QuoteId)
                : new None($"Quote {quote.Number} is {Frame.Words.Phrase(quote.Revisions[^1].State)}: only an approved one can be sent."),
            (_, Stage.Sent) => new None("It needs an approved quote first."),
            (_, Stage.Quoting) => new None("Draft a quote for it first."),
            _ => new None($"Withdraw quote {deal.Quote?.Number} first: a deal goes back only so."),
        };
    }
}
