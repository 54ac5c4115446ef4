using System.CommandLine;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain renewals</c></summary>
internal static class RenewalsCommand
{
    private static readonly string[] Columns = ["deadline", "core", "price", "tasks", "runs from", "automatic", "note"];

    public static Command Make()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var chain = Options.Chain();
        var task = new Option<uint>("--task") { Description = "Only renewals of this parachain.", HelpName = "PARA" };
        var (size, page) = AccountCommands.Paging();
        var command = new Command("renewals", "List what can be renewed in the current sale, at which price and until when.") { task, chain, size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = Options.Client(r, file, address);
            var follower = await client.ChainAsync(chain.Name, r.GetValue(chain), "has no renewals", cancellation);
            var request = new ListRenewalsRequest { Chain = follower.Chain, Task = r.GetValue(task), PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await client.CallAsync((c, o) => c.ListRenewalsAsync(request, o), cancellation);
            if (r.GetValue(json))
            {
                Answer.Show(answer, true, _ => { });
                return;
            }

            var market = await client.MarketAsync(follower.Chain, cancellation);
            Answer.Show(answer, false, screen => Answer.Rows(
                screen, answer.Renewals, "Nothing can be renewed in this sale.", answer.NextPageToken, Columns,
                renewal =>
                [
                    $"{Answer.Date(renewal.Deadline)} (relay block {renewal.DeadlineRelayBlock})",
                    $"{renewal.Core}",
                    Show.Amount(renewal.Price, market?.Token),
                    string.Join(", ", renewal.Tasks),
                    market is not null && renewal.Begin == market.RegionBegin ? Answer.Date(market.RegionBeginAt) : $"timeslice {renewal.Begin}",
                    renewal.AutoRenewal ? "yes" : "no",
                    renewal.IsComplete ? "" : "its workload is not whole yet, so it cannot be renewed as it stands",
                ]));
        });
        return command;
    }
}
