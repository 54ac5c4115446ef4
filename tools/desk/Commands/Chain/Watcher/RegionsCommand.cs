using System.CommandLine;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain regions</c></summary>
internal static class RegionsCommand
{
    private static readonly string[] Columns = ["core", "from", "to", "part", "owner", "paid", "id"];

    public static Command Make()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var chain = Options.Chain();
        var owner = new Option<string?>("--owner") { Description = "Only regions of this account: an address of any network, or 0x hex.", HelpName = "ACCOUNT" };
        var (size, page) = AccountCommands.Paging();
        var command = new Command("regions", "List the regions that somebody owns: bought, and not yet assigned for good.") { owner, chain, size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = Options.Client(r, file, address);
            var account = Account(owner.Name, r.GetValue(owner));
            var follower = await client.ChainAsync(chain.Name, r.GetValue(chain), "has no regions", cancellation);
            var request = new ListRegionsRequest { Chain = follower.Chain, Owner = account, PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await client.CallAsync((c, o) => c.ListRegionsAsync(request, o), cancellation);
            if (r.GetValue(json))
            {
                Answer.Show(answer, true, _ => { });
                return;
            }

            var token = (await client.MarketAsync(follower.Chain, cancellation))?.Token;
            Answer.Show(answer, false, screen => Answer.Rows(
                screen, answer.Regions, account.Length > 0 ? "This account has no region." : $"There are no regions at block {answer.BlockNumber}.", answer.NextPageToken, Columns,
                region => [$"{region.Id.Core}", Answer.Date(region.BeginAt), Answer.Date(region.EndAt), Show.Mask(region.Id.Mask), Show.Account(region.Owner, token), Show.Amount(region.Paid, token), $"{region.Id.Begin}/{region.Id.Core}/{region.Id.Mask}"]));
        });
        return command;
    }

    /// <summary>An account that a person wrote, as 0x hex; empty for none.</summary>
    public static string Account(string option, string? text) => text is null ? ""
        : AccountId32.TryFromText(text, null, out var account, out var problem) ? account.ToString()
        : throw new DeskException($"{option}: '{(text.Length > 80 ? text[..80] + "…" : text)}' is no account: {problem}");
}
