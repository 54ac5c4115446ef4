using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Unmatched;

/// <summary>Payments that no quote explains, in words.</summary>
public static class MatchWords
{
    /// <summary>"core 12, para 2000", "an on-demand order for para 2000".</summary>
    public static string What(PaidFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var paras = fact.Tasks.Count == 0 ? "" : $"para {string.Join(" and ", fact.Tasks)}";
        return fact.Kind switch
        {
            PaidKind.Order => $"an on-demand order{(paras.Length > 0 ? $" for {paras}" : "")}",
            PaidKind.Renewal => $"the renewal of {(paras.Length > 0 ? paras : "a workload")} on core {fact.Core}",
            _ => $"core {fact.Core}{(paras.Length > 0 ? $", {paras}" : "")}",
        };
    }

    /// <summary>What a fact differs from a quote in, in a sentence.</summary>
    public static string Difference(string word) => word switch
    {
        "wrong_account" => "an account paid that is not on the customer's list",
        "paid_by_sponsor" => "a sponsor paid where the customer was to",
        "paid_by_customer" => "the customer paid where the sponsor was to",
        "over_limit" => "it cost more than the quote's limit",
        "wrong_sale" => "it was bought in another sale",
        "wrong_kind" => "it is of another kind than what was quoted",
        "late" => "it lies in a block after the quote's end",
        "superseded" => "the quote's revision was superseded",
        "withdrawn" => "the quote was withdrawn",
        "ambiguous" => "another quote fits as well",
        "reversed_before" => "somebody took this match back before",
        "surplus" => "it is more than was quoted",
        "weak" => "too little points to the quote",
        "other_task" => "it is for another para",
        "paid_by_credit" => "it was paid with credit",
        "no_evidence" => "nothing on the chain says so, only a person",
        "payment_unknown" => "the chain does not tell how it was paid",
        _ => word.Replace('_', ' '),
    };

    /// <summary>Who paid, as far as the desk knows.</summary>
    public static string Payer(Match match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return match.Payer switch { MatchPayer.Customer => "an account of the customer", MatchPayer.Sponsor => "a sponsor account of the desk", MatchPayer.Stranger => "an account that the desk does not know", _ => "an account" };
    }

    /// <summary>What becomes of it when it is given to a candidate.</summary>
    public static string Effect(Match match, MatchCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(candidate);
        var outside = candidate.Differs.Any(d => d is "late" or "superseded" or "withdrawn" or "wrong_sale" or "paid_by_sponsor" or "paid_by_customer" or "paid_by_credit" or "payment_unknown" or "no_evidence");
        return outside ? $"It becomes {candidate.Customer}'s, outside the terms of {candidate.Number}: it wins nothing, and no concession is owed for it."
            : match.Fact.Kind == PaidKind.Order ? $"It fills the budget of {candidate.Number}. Is it the first that {candidate.Customer} paid, it wins the quote."
            : $"It counts for a core of {candidate.Number}. Is it the first that {candidate.Customer} paid, it wins the quote, and commission is due for it.";
    }

    /// <summary>What becomes of it when it belongs to no candidate.</summary>
    public const string NoneEffect = "It belongs to no quote: it stays in the list of payments that nobody explains, wins nothing, and is not matched to these quotes by itself again.";

    /// <summary>What becomes of a payment that resembles no quote when it is given to a customer.</summary>
    public static string GiveEffect(string customer) =>
        $"It becomes {customer}'s, beside the newest quote that was sent to them and outside its terms: a word alone wins nothing, and no commission or concession follows. Once the paying account is known as {customer}'s, it counts by the quote.";

    /// <summary>"24.6223 DOT".</summary>
    public static string Price(PaidFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var (number, symbol) = Words.Amount(fact.PricePlanck, fact.Token, fact.Decimals);
        return symbol.Length > 0 ? $"{number}\u00a0{symbol}" : number;
    }
}
