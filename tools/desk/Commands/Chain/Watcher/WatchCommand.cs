using System.CommandLine;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain watch</c></summary>
internal static class WatchCommand
{
    private static readonly string[] Columns = ["account", "hex", "watched since", "holds", "note"];

    public static Command Make() => new("watch", "Accounts that every chain's follower tells of: transfers that they send or receive, and what they hold.") { Add(), List() };

    private static Command Add()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var account = new Argument<string>("account") { Description = "An address of the network, or 0x hex." };
        var balance = new Option<bool>("--balance") { Description = "Also tell what it holds. For few accounts, such as pools: each is read at every block." };
        var note = new Option<string?>("--note") { Description = "Why, for people.", HelpName = "TEXT" };
        var command = new Command("add", "Watch an account from the next block on. It is not taken back. For administrators and the budget holder.") { account, balance, note, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            RegionsCommand.Account("account", r.GetValue(account)); // What is no account at all needs no desk to say so.
            var request = new WatchAccountRequest { RequestId = SessionCommands.NewId(), Account = r.GetValue(account)!, Balance = r.GetValue(balance), Note = r.GetValue(note) ?? "" };
            var answer = await Options.Client(r, file, address).CallAsync((c, o) => c.WatchAccountAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen =>
            {
                var watched = answer.Account;
                screen.Done($"{Show.Account(watched.Account, TokenOf(watched))} is watched since {Answer.Date(watched.WatchedAt)}, {(watched.Balance ? "with what it holds" : "its transfers alone")}{(watched.Note.Length > 0 ? $": {watched.Note}" : ".")}");
            });
        });
        return command;
    }

    private static Command List()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var (size, page) = AccountCommands.Paging();
        var command = new Command("list", "List accounts that are watched: those of the settings first, then the oldest first.") { size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new ListWatchedAccountsRequest { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await Options.Client(r, file, address).CallAsync((c, o) => c.ListWatchedAccountsAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(screen, answer.Accounts, "No account is watched.", answer.NextPageToken, Columns, Cells));
        });
        return command;
    }

    private static string[] Cells(WatchedAccount watched) =>
    [
        Show.Account(watched.Account, TokenOf(watched)),
        watched.Account,
        watched.FromSettings ? "the settings" : Answer.Date(watched.WatchedAt),
        !watched.Balance ? "not looked at" : watched.Balances.Count == 0 ? "not seen yet" : string.Join("\n", watched.Balances.Select(Held)),
        watched.Note,
    ];

    private static string Held(WatchedBalance held) => $"{Show.Amount(held.Free, held.Token)} on {held.Chain}, {Show.Block(held.BlockTime, held.BlockNumber)}";

    /// <summary>Addresses are written for a network only where a balance says which it is.</summary>
    private static Token? TokenOf(WatchedAccount watched) => watched.Balances.FirstOrDefault()?.Token;
}
