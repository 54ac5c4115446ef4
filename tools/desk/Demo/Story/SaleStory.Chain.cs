using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using ChainMarket = CoretimeDesk.ChainWatcher.V1.Market;

namespace CoretimeDesk.Desk.Demo.Story;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>The end of the story, on the chain.</summary>
internal sealed partial class SaleStory
{
    private async Task<bool> BuyAsync(StoryLab? lab, bool isRecorded, ChainMarket market, Quote quote, QuoteSnapshot sent, CancellationToken cancellation)
    {
        var call = await desk.AsAsync(Role.Rep, o => desk.Acceptance.GetCallDataAsync(new() { QuoteId = quote.QuoteId }, o), cancellation);
        teller.Step(
            "The desk, which holds no key, makes what the customer's wallet signs: a remark with the digest, and a purchase for each core.",
            ("call data", call.CallData), ("made for", $"{call.SpecName} {call.SpecVersion}"), ("price limit", $"{Amount(call.LimitPlanck, market.Token)} a core"), ("wallet link", call.WalletLink));
        if (lab is null)
        {
            await SayNobodyBuysAsync(isRecorded, cancellation);
            return false;
        }

        await lab.FundAsync(wallet.Account, cancellation);
        var extrinsic = await lab.SendAsync(wallet.Account, call.CallData, call.SpecVersion, cancellation);
        teller.Step("The wallet signs and sends it.", ("extrinsic", $"{extrinsic}"), ("signer", $"{wallet.Account}"));

        var facts = (await desk.UntilAsync(
            "the finalised purchase", Role.Rep, o => desk.Watcher.ListFactsAsync(new() { Chain = market.Chain, Account = $"{wallet.Account}", PageSize = 20 }, o),
            f => f.Facts.Count(x => x.Type == nameof(Purchased)) >= call.Cores || f.Facts.Any(x => x.Type == nameof(CallFailed)), cancellation)).Facts;
        if (facts.FirstOrDefault(f => f.Type == nameof(CallFailed)) is { } failed)
        {
            throw new DeskException($"The runtime refused the purchase: {JsonParser.Default.Parse<CallFailed>(failed.Json).Error}.");
        }

        foreach (var fact in facts.Where(f => f.Type == nameof(Purchased)).OrderBy(f => f.Origin.EventIndex))
        {
            var bought = JsonParser.Default.Parse<Purchased>(fact.Json);
            teller.Step(
                $"The chain sells core {bought.Region.Core}, and that is final.",
                ("paid", Amount(bought.Price, market.Token)), ("block", fact.Origin.BlockHash), ("event", $"{fact.Origin.EventIndex}"), ("block's time", Answer.Date(fact.Origin.OccurredAt)), ("fact", fact.Origin.FactId));
        }

        await SayWonAsync(quote, sent, market, call.Cores, cancellation);
        return true;
    }

    private async Task SayWonAsync(Quote quote, QuoteSnapshot sent, ChainMarket market, uint cores, CancellationToken cancellation)
    {
        var won = (await desk.UntilAsync(
            "the quote being won", Role.Leadership, o => desk.Quotes.GetQuoteAsync(new() { QuoteId = quote.QuoteId }, o), q => q.Quote.Revisions[^1].State == QuoteState.Won, cancellation)).Quote;
        var matches = (await desk.UntilAsync(
            "all cores being matched", Role.Leadership, o => desk.Matching.ListMatchesAsync(new() { QuoteId = quote.QuoteId }, o), m => m.Matches.Count(x => x.State == MatchState.Counted) >= cores, cancellation)).Matches;
        var winner = matches.Single(m => m.HasWon);
        teller.Step(
            $"{won.Number} is won: nobody pressed a button.",
            ("won by fact", winner.Fact.FactId),
            ("block", $"{winner.Fact.BlockHash}, event {winner.Fact.EventIndex}, {Answer.Date(winner.Fact.OccurredAt)}"),
            ("matched by", $"{Answer.Phrase(winner.Basis)}: {sent.QuoteSha256} stands beside the purchase"),
            ("cores", $"{matches.Count(m => m.State == MatchState.Counted)} of {cores}"),
            ("paid a core", Amount(winner.Fact.PricePlanck, market.Token)),
            ("timeslices", $"{winner.Fact.Begin} to {winner.Fact.End}"),
            ("seen by", "leadership, who asked just now; every other part hears QuoteWon on topic quoting"));
    }

    private async Task SayBudgetAsync(bool isRecorded, QuoteSnapshot sent, uint para, CancellationToken cancellation)
    {
        teller.Step(
            "There is nothing to sign at the desk: the customer orders blockspace when it needs it.",
            ("orders of", $"para {para}, by an account of the customer, until {Answer.Date(sent.ValidUntil)}"),
            ("won by", "the first of them that is final; the later ones fill the budget"));
        await SayNobodyBuysAsync(isRecorded, cancellation);
    }

    private async Task SayNobodyBuysAsync(bool isRecorded, CancellationToken cancellation)
    {
        teller.Say(isRecorded
            ? "This desk plays recorded blocks: nobody can buy on them, so this quote stays accepted. Only a finalised event of the chain wins it."
            : "Nobody spends real money for a story, so this quote stays accepted. Only a finalised event of the chain wins it.");
        var facts = (await desk.AsAsync(Role.Rep, o => desk.Watcher.ListFactsAsync(new() { Types_ = { nameof(Purchased) }, PageSize = 3 }, o), cancellation)).Facts;
        foreach (var fact in facts)
        {
            var bought = JsonParser.Default.Parse<Purchased>(fact.Json);
            teller.Say($"{(isRecorded ? "Recorded" : "Told by the chain")}, and no answer to this quote: {Answer.Date(fact.Origin.OccurredAt)}, core {bought.Region.Core} for {Amount(bought.Price, fact.Origin.Token)}, block {fact.Origin.BlockHash}, event {fact.Origin.EventIndex}.");
        }

        teller.Say("To see it won: ./desk up --chain lab, then ./desk demo.");
    }
}
