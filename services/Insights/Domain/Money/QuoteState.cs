using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>A quote, and whether it was accepted.</summary>
internal sealed class QuoteState(Quoted sent)
{
    /// <summary>The earliest of the facts that say so.</summary>
    public Quoted Sent { get; set; } = sent;

    /// <summary>The first acceptance.</summary>
    public Accepted? Accepted { get; set; }

    /// <summary>Enters an accepted quote with sign 1, takes it out with sign −1.</summary>
    public void Enter(MonthBooks books, int sign)
    {
        if (Accepted is null)
        {
            return;
        }

        var book = books.Open(Accepted.Ticks(), Touch.AcceptedQuotes);
        book.QuotesAccepted += sign;
        book.QuotesInRepBand += Sent.Band == Band.Rep ? sign : 0;
        book.ListPlanck += sign * (BigInteger)Sent.List.Value;
        book.ConcessionPlanck += sign * (BigInteger)Sent.Concession.Value;
    }
}

/// <summary>All quotes.</summary>
internal sealed class QuoteBook(MonthBooks books, ClusterBook clusters)
{
    private readonly Dictionary<string, QuoteState> _quotes = new(StringComparer.Ordinal);

    /// <summary>Quotes by when they were first accepted.</summary>
    public ByMonth<QuoteState> AcceptedIn { get; } = new();

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<QuoteState> Quotes => _quotes.Values;

    public bool HasQuote(string quote) => _quotes.ContainsKey(quote);

    public void Send(Quoted fact)
    {
        clusters.Quote(fact);
        if (!_quotes.TryGetValue(fact.Quote, out var quote))
        {
            _quotes.Add(fact.Quote, quote = new(fact));
            clusters.Lead(fact.Lead).Quotes.Add(quote);
        }
        else if (FactOrder.IsEarlier(fact, quote.Sent))
        {
            var (before, after) = (clusters.Lead(quote.Sent.Lead), clusters.Lead(fact.Lead));
            quote.Enter(books, -1);
            quote.Sent = fact;
            quote.Enter(books, 1);
            before.Quotes.Remove(quote);
            after.Quotes.Add(quote);
            clusters.Accept(before);
            clusters.Accept(after);
        }
    }

    public void Accept(Accepted fact)
    {
        var quote = _quotes[fact.Quote];
        if (FactOrder.IsEarlier(fact, quote.Accepted))
        {
            quote.Enter(books, -1);
            AcceptedIn.Move(quote, quote.Accepted?.Ticks(), fact.Ticks());
            quote.Accepted = fact;
            quote.Enter(books, 1);
            clusters.Accept(clusters.Lead(quote.Sent.Lead));
        }
    }
}
