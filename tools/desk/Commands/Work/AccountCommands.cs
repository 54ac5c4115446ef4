using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk accounts</c></summary>
internal static class AccountCommands
{
    private const string Service = "leads";
    private static readonly string[] Columns = ["number", "name", "segment", "core-periods a year", "tier", "created", "id"];

    public static Command Make() => new("accounts", "Customers, and projects that may become one.") { Create(), List() };

    private static Command Create()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var name = new Argument<string>("name") { Description = "What the customer is called." };
        var segment = Words.Option<Segment>("--segment", "Decides bands, checklists and documents.", required: true);
        var size = new Option<uint>("--core-periods") { Description = "Stated need in a year: full cores times 28-day sale periods. One core for a year is 13.", Required = true };
        var dao = new Option<bool>("--dao") { Description = "It is a DAO." };
        var elsewhere = new Option<bool>("--elsewhere") { Description = "Its main business stays on another chain." };
        var command = new Command("create", "Enter an account.") { name, segment, size, dao, elsewhere, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new CreateAccountRequest
            {
                RequestId = SessionCommands.NewId(),
                Name = r.GetValue(name)!,
                Segment = Words.Parse<Segment>(r.GetValue(segment)),
                AnnualCorePeriods = r.GetValue(size),
                IsDao = r.GetValue(dao),
                MainBusinessElsewhere = r.GetValue(elsewhere),
            };
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                Service, r.GetValue(address), (c, o) => new LeadsService.LeadsServiceClient(c).CreateAccountAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => screen.Done($"{answer.Account.Number} {answer.Account.Name}, tier {answer.Account.SizeTier.ToString().ToUpperInvariant()} ({answer.Account.AccountId})"));
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var segment = Words.Option<Segment>("--segment", "Only this segment.");
        var tier = Words.Option<SizeTier>("--tier", "Only this size.");
        var contains = new Option<string?>("--name") { Description = "Only names with this in them, in any case." };
        var (size, page) = Paging();
        var command = new Command("list", "List accounts, newest first.") { segment, tier, contains, size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var request = new ListAccountsRequest
            {
                Segment = Words.Parse<Segment>(r.GetValue(segment)),
                SizeTier = Words.Parse<SizeTier>(r.GetValue(tier)),
                NameContains = r.GetValue(contains) ?? "",
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                Service, r.GetValue(address), (c, o) => new LeadsService.LeadsServiceClient(c).ListAccountsAsync(request, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(
                screen, answer.Accounts, "No account matches.", answer.NextPageToken, Columns,
                a => [a.Number, a.Name, Answer.Word(a.Segment), $"{a.AnnualCorePeriods}", a.SizeTier.ToString().ToUpperInvariant(), Answer.Date(a.CreatedAt), a.AccountId]));
            return 0;
        });
        return command;
    }

    internal static (Option<int> Size, Option<string?> Page) Paging() =>
        (new("--page-size") { Description = "Rows on a page, 1 to 200.", DefaultValueFactory = _ => 50 }, new("--page") { Description = "The page that an earlier list named." });
}
