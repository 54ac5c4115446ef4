using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk rates</c>: what tokens are worth in other currencies. Prices are the chain's token; a rate only makes a view of them.</summary>
internal static class RateCommands
{
    private static readonly string[] Columns = ["as of", "network", "one token is", "source", "recorded", "by"];

    public static Command Make() => new("rates", "What a network's token is worth in other currencies, as somebody recorded it: for views of quotes, and never part of one.")
    {
        Set(),
        List(),
    };

    /// <summary>Shows a quote in a currency.</summary>
    public static void View(Screen screen, ViewQuoteResponse view)
    {
        var token = new Token(view.Token.Symbol, (int)view.Token.Decimals);
        screen.Line();
        screen.Line($"Revision {view.Revision} of {view.Number} in {view.Rate.Currency}, at {view.Rate.Rate} {view.Rate.Currency} for one {token.Symbol} as of {view.Rate.AsOf} ({view.Rate.Source}; recorded by {view.Rate.RecordedBy} on {Answer.Date(view.Rate.RecordedAt)}).");
        foreach (var line in view.Lines.Where(l => l.Planck != "0"))
        {
            screen.Line($"  {line.Name.Replace('_', ' '),-14} {token.Format(Planck.Parse(line.Planck)),24}  is about {line.Fiat} {view.Rate.Currency}");
        }

        screen.Warn(view.Caveat);
    }

    private static Command Set()
    {
        var network = new Argument<string>("network") { Description = "The relay chain whose token it is: polkadot." };
        var currency = new Argument<string>("currency") { Description = "A code of ISO 4217: EUR." };
        var rate = new Argument<string>("rate") { Description = "What one whole token is worth, exactly: 4.1205." };
        var asOf = new Option<string?>("--as-of") { Description = "The day of which it is, UTC: 2026-11-02. Today when left out." };
        var source = new Option<string>("--source") { Description = "Where it can be looked up again.", Required = true };
        return CallCommand.Make(
            RulesServiceCommands.Service, "set", "Record a rate. It is never edited: of the latest day, the one that was recorded last counts. Budget holders and administrators do.", [network, currency, rate, asOf, source],
            (r, c, o) => new FiatService.FiatServiceClient(c).RecordRateAsync(
                new()
                {
                    RequestId = SessionCommands.NewId(),
                    Network = r.GetValue(network)!,
                    Currency = r.GetValue(currency)!.ToUpperInvariant(),
                    Rate = r.GetValue(rate)!,
                    AsOf = r.GetValue(asOf) ?? $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}",
                    Source = r.GetValue(source)!,
                },
                o),
            (screen, answer) => screen.Done($"One token of {answer.Rate.Network} counts as {answer.Rate.Rate} {answer.Rate.Currency} as of {answer.Rate.AsOf}, by {answer.Rate.Source}."));
    }

    private static Command List()
    {
        var network = new Option<string?>("--network") { Description = "Only of this network's token." };
        var currency = new Option<string?>("--currency") { Description = "Only in this currency." };
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            RulesServiceCommands.Service, "list", "List rates, those that were recorded last first.", [network, currency, size, page],
            (r, c, o) => new FiatService.FiatServiceClient(c).ListRatesAsync(
                new() { Network = r.GetValue(network) ?? "", Currency = r.GetValue(currency)?.ToUpperInvariant() ?? "", PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o),
            (screen, answer) => Answer.Rows(
                screen, answer.Rates, "Nobody has recorded a rate.", answer.NextPageToken, Columns,
                rate => [rate.AsOf, rate.Network, $"{rate.Rate} {rate.Currency}", rate.Source, Answer.Date(rate.RecordedAt), rate.RecordedBy]));
    }
}
