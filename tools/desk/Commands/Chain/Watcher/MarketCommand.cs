using System.CommandLine;
using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain market</c></summary>
internal static class MarketCommand
{
    public static Command Make()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var chain = Options.Chain();
        var command = new Command("market", "Show the sale as it is at the last final block: phase, exact price, cores left, what comes next and when.") { chain, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = Options.Client(r, file, address);
            var follower = await client.ChainAsync(chain.Name, r.GetValue(chain), null, cancellation);
            var answer = await client.CallAsync((c, o) => c.GetMarketAsync(new() { Chain = follower.Chain }, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Print(screen, answer.Market, follower.Kind));
        });
        return command;
    }

    /// <summary>A phase in words that say what it means for a buyer.</summary>
    public static string Phase(SalePhase phase) => phase switch
    {
        SalePhase.Interlude => "interlude: renewals only, nobody can buy yet",
        SalePhase.Leadin => "lead-in: the price falls with every block",
        SalePhase.FixedPrice => "fixed price, until the sale ends",
        _ => "",
    };

    private static void Print(Screen screen, ChainWatcher.V1.Market market, ChainKind kind)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(Markup.Escape(market.Chain), "");
        void Row(string name, string value)
        {
            if (value.Length > 0)
            {
                table.AddRow(Markup.Escape(name), Markup.Escape(value));
            }
        }

        Row("as of", $"{Show.Block(market.BlockTime, market.BlockNumber)}{(kind == ChainKind.Coretime ? $", relay block {market.RelayBlock}" : "")}");
        if (kind == ChainKind.Coretime)
        {
            Sale(market, Row);
        }

        Row("on-demand order", market.SpotPrice.Length == 0 ? "" : $"{Show.Amount(market.SpotPrice, market.Token)}{(market.SpotPriceAt is null ? "" : $", since {Answer.Date(market.SpotPriceAt)}")}");
        screen.Table(table);
    }

    private static void Sale(ChainWatcher.V1.Market market, Action<string, string> row)
    {
        row("phase", Phase(market.Phase));
        row("price of a core", $"{Show.Amount(market.Price, market.Token)} ({market.Price} planck)");
        row("begins at, ends at", $"{Show.Amount(market.StartPrice, market.Token)}, {Show.Amount(market.EndPrice, market.Token)}");
        row("cores", $"{market.CoresOffered} offered, {market.CoresSold} sold, {market.CoresLeft} left");
        row("last core went for", Show.Amount(market.SelloutPrice, market.Token));
        row("next", market.Phase switch
        {
            SalePhase.Interlude => $"{Answer.Date(market.SaleStartAt)}: cores are sold (after relay block {market.SaleStart})",
            SalePhase.Leadin => $"{Answer.Date(market.FixedPriceAt)}: the price has come to its end (relay block {market.SaleStart + market.LeadinLength})",
            _ => "",
        });
        row("the sale ends", market.NextRotationAt is null ? "" : $"{Answer.Date(market.NextRotationAt)}, and the next one begins");
        row("its regions run", $"{Answer.Date(market.RegionBeginAt)} to {Answer.Date(market.RegionEndAt)} (timeslices {market.RegionBegin} to {market.RegionEnd})");
        row("renewals rise by", $"{(market.RenewalBump / 10_000_000m).ToString("0.#######", CultureInfo.InvariantCulture)} %");
    }
}
