using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Keeps what purchases are matched to.</summary>
internal static class OfferBook
{
    /// <summary>A revision is sent: from now on purchases can be its. In the transaction that sends it.</summary>
    public static void Open(QuotingDb db, QuoteSnapshot snapshot)
    {
        // The customer's other accounts are looked up as Leads tells of them: one that is taken back after the quote was sent, counts no more.
        if (OfferedTerms.Of(snapshot, [], []) is { } terms)
        {
            db.Offers.Add(terms.ToRow());
        }
    }
}
