using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk matches</c>: which quote each paid event of the chain belongs to.</summary>
internal static class MatchCommands
{
    private const string Service = "quoting";
    private static readonly string[] Columns = ["when", "what", "paid", "state", "quote", "why", "id"];

    public static Command Make() => new("matches", "Which quote each paid event of the chain belongs to. Only a finalised event wins a quote; people decide about those that the desk cannot tell apart.")
    {
        List(),
        Reviews(),
        Unmatched(),
        Decide(),
        Give(),
        Reverse(),
    };

    private static Command List()
    {
        var quote = new Option<string?>("--quote") { Description = "Of this quote: its id." };
        var (size, page) = Paging();
        return CallCommand.Make(
            Service,
            "list",
            "List what belongs to quotes, newest first.",
            [quote, size, page],
            (r, channel, options) => new MatchingService.MatchingServiceClient(channel).ListMatchesAsync(
                new() { QuoteId = r.GetValue(quote) ?? "", PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, options),
            (screen, answer) => Answer.Rows(screen, answer.Matches, "No paid event belongs to a quote yet.", answer.NextPageToken, Columns, Row));
    }

    private static Command Reviews()
    {
        var (size, page) = Paging();
        return CallCommand.Make(
            Service,
            "reviews",
            "List what a person has to look at, oldest first, with the quotes that it may belong to.",
            [size, page],
            (r, channel, options) => new MatchingService.MatchingServiceClient(channel).ListReviewsAsync(new() { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, options),
            (screen, answer) =>
            {
                Answer.Rows(screen, answer.Matches, "Nothing waits for a decision.", answer.NextPageToken, Columns, Row);
                foreach (var match in answer.Matches)
                {
                    screen.Note($"{match.Fact.FactId} was paid by {match.Fact.Payer} in block {match.Fact.BlockHash}, event {match.Fact.EventIndex}.");
                    foreach (var candidate in match.Candidates)
                    {
                        screen.Note($"  {candidate.Number} for {candidate.Customer}, {candidate.Score} points{(candidate.HasDigest ? ", its digest is in the same extrinsic" : "")}{Why(candidate.Differs)}: --quote {candidate.QuoteSha256}");
                    }
                }
            });
    }

    private static Command Unmatched()
    {
        var (size, page) = Paging();
        return CallCommand.Make(
            Service,
            "unmatched",
            "List paid events that are no quote's, newest first.",
            [size, page],
            (r, channel, options) => new MatchingService.MatchingServiceClient(channel).ListUnmatchedAsync(new() { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, options),
            (screen, answer) => Answer.Rows(screen, answer.Matches, "Every paid event belongs to a quote, or waits for a decision.", answer.NextPageToken, Columns, Row));
    }

    private static Command Decide()
    {
        var fact = Fact();
        var quote = new Option<string?>("--quote") { Description = "The digest of the quote that it belongs to, as './desk matches reviews' shows it." };
        var none = new Option<bool>("--none") { Description = "It belongs to none of them." };
        var reason = Reason();
        return CallCommand.Make(
            Service,
            "decide",
            "Say which quote a paid event belongs to, or that it is none of those that it looks like. Nobody decides on their own success.",
            [fact, quote, none, reason],
            (r, channel, options) =>
            {
                var digest = r.GetValue(quote) ?? "";
                return digest.Length > 0 == r.GetValue(none)
                    ? throw new DeskException("Give one of the two: --quote DIGEST, or --none.")
                    : new MatchingService.MatchingServiceClient(channel).DecideReviewAsync(
                        new() { RequestId = SessionCommands.NewId(), FactId = r.GetValue(fact)!, QuoteSha256 = digest, Reason = r.GetValue(reason)! }, options);
            },
            (screen, answer) => screen.Done(Sentence(answer.Match)));
    }

    private static Command Give()
    {
        var (fact, reason, yes) = (Fact(), Reason(), Confirmation.Yes());
        var account = new Option<string>("--to") { Description = "The customer, by number (A-2026-000017) or id.", Required = true };
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var command = new Command("give", "Say whose a payment is that resembles no quote. A word alone wins nothing: it becomes the customer's outside the terms of the quote that was sent for its sale, or of the newest.")
        {
            fact, account, reason, yes, json, address, file,
        };
        command.SetAction(async (r, cancellation) =>
        {
            var desk = new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System);
            var named = r.GetValue(account)!;
            if (!Guid.TryParse(named, out _))
            {
                named = (await desk.CallAsync("leads", null, (c, o) => new Leads.V1.LeadsService.LeadsServiceClient(c).GetAccountAsync(new() { Number = named }, o), cancellation)).Account.AccountId;
            }

            Confirmation.Ask(r, yes, $"The payment {r.GetValue(fact)} becomes a payment of {r.GetValue(account)}, by your word and under your name; it can be reversed. Go on?");
            var request = new GivePaymentRequest { RequestId = SessionCommands.NewId(), FactId = r.GetValue(fact)!, AccountId = named, Reason = r.GetValue(reason)! };
            var answer = await desk.CallAsync(Service, r.GetValue(address), (c, o) => new MatchingService.MatchingServiceClient(c).GivePaymentAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => screen.Done(Sentence(answer.Match)));
        });
        return command;
    }

    private static Command Reverse()
    {
        var (fact, reason) = (Fact(), Reason());
        return CallCommand.Make(
            Service,
            "reverse",
            "Take back a match that was wrong, or a rejection. The quote stands again where it stood before.",
            [fact, reason],
            (r, channel, options) => new MatchingService.MatchingServiceClient(channel).ReverseMatchAsync(
                new() { RequestId = SessionCommands.NewId(), FactId = r.GetValue(fact)!, Reason = r.GetValue(reason)! }, options),
            (screen, answer) => screen.Done(Sentence(answer.Match)));
    }

    private static string[] Row(Match match) =>
    [
        Answer.Date(match.Fact.OccurredAt),
        What(match.Fact),
        Amount(match.Fact),
        $"{Answer.Phrase(match.State)}{(match.HasWon ? ", won" : "")}",
        match.Quote is { } quote ? $"{quote.Number} {quote.Customer}" : "",
        string.Join(", ", match.Differs.Select(d => d.Replace('_', ' '))),
        match.Fact.FactId,
    ];

    private static string Sentence(Match match) => match.Quote is { } quote
        ? $"{Answer.Date(match.Fact.OccurredAt)}: {Amount(match.Fact)}, {What(match.Fact)}: {Answer.Phrase(match.State)} for {quote.Number} of {quote.Customer}{(match.HasWon ? "; it has won the quote" : "")}."
        : $"{Answer.Date(match.Fact.OccurredAt)}: {Amount(match.Fact)}, {What(match.Fact)}: {Answer.Phrase(match.State)}{Why(match.Differs)}.";

    private static string What(PaidFact fact) => fact.Kind switch
    {
        PaidKind.Order => $"on-demand order for para {string.Join(", ", fact.Tasks)}",
        PaidKind.Renewal => $"renewal of core {fact.Core}",
        _ => $"purchase of core {fact.Core}",
    };

    private static string Amount(PaidFact fact) => new Token(fact.Token, (int)fact.Decimals).Format(Planck.Parse(fact.PricePlanck));

    private static string Why(IEnumerable<string> differs) => string.Join(", ", differs.Select(d => d.Replace('_', ' '))) is { Length: > 0 } words ? $" ({words})" : "";

    private static Argument<string> Fact() => new("fact") { Description = "The paid event's id." };

    private static Option<string> Reason() => new("--reason") { Description = "Why, in 20 to 500 characters, so that others can understand it later.", Required = true };

    private static (Option<int> Size, Option<string?> Page) Paging() =>
        (new("--limit") { Description = "Rows, 1 to 200.", DefaultValueFactory = _ => 50 }, new("--page") { Description = "The next page, as the page before names it." });
}
