using System.CommandLine;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain price-at</c></summary>
internal static class PriceAtCommand
{
    public static Command Make()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var chain = Options.Chain();
        var when = new Argument<string>("when") { Description = $"A date ({Dates.Hint}), or a relay block. Within the current sale." };
        var command = new Command("price-at", "Show the exact price of a core at a time of the current sale, past or to come. ('price' works it out without a desk.)") { when, chain, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = Options.Client(r, file, address);
            var follower = await client.ChainAsync(chain.Name, r.GetValue(chain), "sells no cores", cancellation);
            var block = await BlockAsync(client, follower.Chain, r.GetValue(when)!, cancellation);
            var answer = await client.CallAsync((c, o) => c.GetPriceAsync(new() { Chain = follower.Chain, RelayBlock = block }, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen =>
                screen.Line($"{Answer.Date(answer.At)} (relay block {answer.RelayBlock}): {Show.Amount(answer.Price, answer.Token)} ({answer.Price} planck), {MarketCommand.Phase(answer.Phase)}"));
        });
        return command;
    }

    private static async Task<uint> BlockAsync(WatcherClient client, string chain, string when, CancellationToken cancellation)
    {
        if (when.Length > 0 && when.All(char.IsAsciiDigit))
        {
            return Dates.Block("when", when);
        }

        var instant = Dates.Parse("when", when);
        var market = (await client.CallAsync((c, o) => c.GetMarketAsync(new() { Chain = chain }, o), cancellation)).Market;

        // Dates of relay blocks are estimates from the last block that was read, here as in the service.
        return new RelayClock(new(market.RelayBlock), market.BlockTime.ToDateTimeOffset()).BlockAt(instant)?.Value
            ?? throw new DeskException($"when: no relay chain has a block at {instant:d MMM yyyy HH:mm} UTC.");
    }
}
